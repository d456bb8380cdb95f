-- One row per enterprise and date.
-- Written from data/contract/workforce.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    measured_on::date as measured_on,
    women::bigint as women,
    men::bigint as men,
    recorded_on::date as recorded_on
from read_parquet($files)
