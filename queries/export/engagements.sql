-- One row per engagement: an enterprise in a module.
-- Written from data/contract/engagements.yaml by `make contract`; change that file instead.
select
    engagement_id::varchar as engagement_id,
    enterprise_id::varchar as enterprise_id,
    module::varchar as module,
    project_id::varchar as project_id,
    partner_id::varchar as partner_id,
    trainer_id::varchar as trainer_id,
    sponsor_id::varchar as sponsor_id,
    enrolled_on::date as enrolled_on,
    baseline_on::date as baseline_on,
    classroom_on::date as classroom_on,
    visited_on::date as visited_on,
    endline_on::date as endline_on,
    completed_on::date as completed_on,
    dropped_on::date as dropped_on,
    status::varchar as status,
    recorded_on::date as recorded_on
from read_parquet($files)
