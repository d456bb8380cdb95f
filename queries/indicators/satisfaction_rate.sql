-- Participants who rate the training 4 or 5 of 5.
-- One row per attendance; one without an answer is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    sex,
    role,
    happened_on,
    attendance_id as unit_id,
    case when satisfaction >= 4 then 1e0 when satisfaction is not null then 0e0 end as numerator,
    case when satisfaction is not null then 1e0 end as denominator
from people_trained
