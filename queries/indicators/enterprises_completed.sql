-- Enterprises that completed at least one module.
-- One row per completed engagement; without its date, the completion is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    'all' as sex,
    'all' as role,
    coalesce(completed_on, enrolled_on) as happened_on,
    enterprise_id as unit_id,
    case when completed_on is not null then 1e0 end as numerator,
    null as denominator
from engagements_placed
where completed
