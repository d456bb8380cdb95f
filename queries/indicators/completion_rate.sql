-- Engagements completed, of those that ended.
-- One row per engagement; one still under way is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    'all' as sex,
    'all' as role,
    enrolled_on as happened_on,
    engagement_id as unit_id,
    case when completed then 1e0 when dropped_on is not null or status = 'dropped' then 0e0 end as numerator,
    case when completed or dropped_on is not null or status = 'dropped' then 1e0 end as denominator
from engagements_placed
where enrolled_on <= $as_of
