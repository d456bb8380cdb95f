-- Women among the people trained.
-- One row per attendance; one without a person id or sex is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    sex,
    role,
    happened_on,
    person_no::varchar as unit_id,
    case when person_no is null or sex not in ('female', 'male') then null when sex = 'female' then 1e0 else 0e0 end as numerator,
    case when person_no is not null and sex in ('female', 'male') then 1e0 end as denominator
from people_trained
