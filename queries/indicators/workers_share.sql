-- Workers among the people trained.
-- One row per attendance; one without a person id is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    sex,
    role,
    happened_on,
    person_no::varchar as unit_id,
    case when person_no is null then null when role = 'worker' then 1e0 else 0e0 end as numerator,
    case when person_no is not null then 1e0 end as denominator
from people_trained
