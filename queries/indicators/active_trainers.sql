-- Trainers who delivered training in the last twelve months.
-- One row per trainer and session delivered.
select
    t.iso3,
    null as enterprise_id,
    s.project_id,
    s.module,
    t.sex,
    'trainer' as role,
    s.starts_on as happened_on,
    t.trainer_id as unit_id,
    1e0 as numerator,
    null as denominator
from session_trainers as d
inner join training_sessions as s on d.session_id = s.session_id
inner join trainers as t on d.trainer_id = t.trainer_id
