-- Modules taken up: each enterprise in each module counts once.
-- One row per engagement that reached the workshop; without its date, the workshop is expected but not reported.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    'all' as sex,
    'all' as role,
    coalesce(classroom_on, enrolled_on) as happened_on,
    engagement_id as unit_id,
    case when classroom_on is not null then 1e0 end as numerator,
    null as denominator
from engagements_placed
where trained
