-- One row per enterprise.
-- Written from data/contract/improvement_teams.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    formed_on::date as formed_on,
    women_workers::bigint as women_workers,
    men_workers::bigint as men_workers,
    women_managers::bigint as women_managers,
    men_managers::bigint as men_managers,
    recorded_on::date as recorded_on
from read_parquet($files)
