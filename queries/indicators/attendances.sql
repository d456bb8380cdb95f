-- Attendances of workers and managers in training.
-- One row per attendance; a held session without any list of participants is one row that is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    sex,
    role,
    happened_on,
    attendance_id as unit_id,
    1e0 as numerator,
    null as denominator
from people_trained

union all

select
    s.iso3,
    s.enterprise_id,
    s.project_id,
    s.module,
    'unknown' as sex,
    'other' as role,
    s.starts_on as happened_on,
    s.session_id as unit_id,
    null as numerator,
    null as denominator
from training_sessions as s
anti join people_trained as p on s.session_id = p.session_id
where s.participants is null or s.participants > 0
