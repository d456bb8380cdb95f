-- One row per enterprise, period and sex.
-- Written from data/contract/suggestions.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    period_start::date as period_start,
    sex::varchar as sex,
    made::bigint as made,
    implemented::bigint as implemented,
    recorded_on::date as recorded_on
from read_parquet($files)
