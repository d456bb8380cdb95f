-- One row per enterprise improvement plan (EIP).
-- Written from data/contract/improvement_plans.yaml by `make contract`; change that file instead.
select
    plan_id::varchar as plan_id,
    enterprise_id::varchar as enterprise_id,
    engagement_id::varchar as engagement_id,
    adopted_on::date as adopted_on,
    completed_on::date as completed_on,
    recorded_on::date as recorded_on
from read_parquet($files)
