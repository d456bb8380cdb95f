-- One row per enterprise, practice and phase.
-- Written from data/contract/practice_checks.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    engagement_id::varchar as engagement_id,
    practice::varchar as practice,
    phase::varchar as phase,
    checked_on::date as checked_on,
    answer::varchar as answer,
    recorded_on::date as recorded_on
from read_parquet($files)
