-- One row per improvement project.
-- Written from data/contract/improvement_projects.yaml by `make contract`; change that file instead.
select
    improvement_id::varchar as improvement_id,
    plan_id::varchar as plan_id,
    enterprise_id::varchar as enterprise_id,
    engagement_id::varchar as engagement_id,
    category::varchar as category,
    title::varchar as title,
    proposed_by::varchar as proposed_by,
    started_on::date as started_on,
    completed_on::date as completed_on,
    status::varchar as status,
    saving::double as saving,
    currency::varchar as currency,
    saving_period::varchar as saving_period,
    saving_basis::varchar as saving_basis,
    benefit_value::double as benefit_value,
    benefit_unit::varchar as benefit_unit,
    photo_before::varchar as photo_before,
    photo_after::varchar as photo_after,
    photo_consent_on::date as photo_consent_on,
    recorded_on::date as recorded_on
from read_parquet($files)
