-- One row per engagement with its enterprise's country; days after the as-of date have not happened yet.
select
    g.engagement_id,
    g.enterprise_id,
    e.iso3,
    g.project_id,
    g.module,
    g.partner_id,
    g.trainer_id,
    g.enrolled_on,
    case when g.classroom_on <= $as_of then g.classroom_on end as classroom_on,
    case when g.completed_on <= $as_of then g.completed_on end as completed_on,
    case when g.dropped_on <= $as_of then g.dropped_on end as dropped_on,
    g.status,
    g.classroom_on <= $as_of or (g.classroom_on is null and g.status in ('trained', 'visited', 'completed')) as trained,
    g.completed_on <= $as_of or (g.completed_on is null and g.status = 'completed') as completed
from engagements as g
inner join enterprises as e on g.enterprise_id = e.enterprise_id
