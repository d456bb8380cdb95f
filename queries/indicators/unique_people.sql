-- People trained, each once.
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
    case when person_no is not null then 1e0 end as numerator,
    null as denominator
from people_trained
