-- Improvement projects that enterprises completed.
-- One row per completed improvement project; without its date, it is expected but not reported.
select
    e.iso3,
    i.enterprise_id,
    g.project_id,
    g.module,
    'all' as sex,
    'all' as role,
    coalesce(i.completed_on, i.started_on) as happened_on,
    i.improvement_id as unit_id,
    case when i.completed_on is not null then 1e0 end as numerator,
    null as denominator
from improvement_projects as i
inner join enterprises as e on i.enterprise_id = e.enterprise_id
left join engagements as g on i.engagement_id = g.engagement_id
where i.status = 'completed' and coalesce(i.completed_on, i.started_on) <= $as_of
