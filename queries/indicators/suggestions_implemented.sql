-- Suggestions that enterprises put into practice.
-- One row per enterprise, month and sex; `all` only where the month has no parts.
select
    e.iso3,
    s.enterprise_id,
    null as project_id,
    null as module,
    s.sex,
    'all' as role,
    s.period_start as happened_on,
    s.enterprise_id as unit_id,
    s.implemented::double as numerator,
    null as denominator
from suggestions as s
inner join enterprises as e on s.enterprise_id = e.enterprise_id
where s.period_start <= $as_of
qualify
    s.sex <> 'all'
    or count(*) over (partition by s.enterprise_id, s.period_start) = 1
