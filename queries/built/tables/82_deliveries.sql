-- One row per trainer and training session that the trainer delivered by the as-of day; the country is the trainer's.
select
    t.trainer_id,
    t.iso3,
    s.session_id,
    s.kind,
    s.module,
    s.project_id,
    s.starts_on as happened_on
from session_trainers as d
inner join training_sessions as s on d.session_id = s.session_id
inner join trainers as t on d.trainer_id = t.trainer_id
order by s.starts_on, s.session_id, t.trainer_id
