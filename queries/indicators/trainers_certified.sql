-- Trainers who were certified in at least one module.
-- One row per trainer, module and stage reached.
select
    t.iso3,
    null as enterprise_id,
    null as project_id,
    m.module,
    t.sex,
    'trainer' as role,
    m.reached_on as happened_on,
    t.trainer_id as unit_id,
    1e0 as numerator,
    null as denominator
from trainer_modules as m
inner join trainers as t on m.trainer_id = t.trainer_id
where m.stage in ('certified', 'expert') and m.reached_on <= $as_of
