-- One row per step that a trainer took by the as-of day: a stage reached in a module (null: in every module), or a training
-- of trainers attended. Levels order the stages; who attended a training of trainers is at least a candidate.
select
    t.trainer_id,
    t.iso3,
    t.sex,
    m.module,
    m.stage as step,
    case m.stage when 'candidate' then 1 when 'instructed' then 2 when 'certified' then 3 else 4 end as level,
    m.reached_on
from trainer_modules as m
inner join trainers as t on m.trainer_id = t.trainer_id
where m.reached_on <= $as_of

union all

select distinct
    t.trainer_id,
    t.iso3,
    t.sex,
    s.module,
    'tot' as step,
    1 as level,
    s.starts_on as reached_on
from attendances as a
inner join sessions as s on a.session_id = s.session_id
inner join trainers as t on a.trainer_id = t.trainer_id
where s.kind = 'tot' and not s.planned and s.starts_on <= $as_of
order by trainer_id, reached_on, level, module, step
