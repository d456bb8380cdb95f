-- One row per attendance of a worker or manager at a training session, with the place, project and module it counts for.
select
    a.attendance_id,
    a.session_id,
    a.enterprise_id,
    coalesce(s.iso3, e.iso3) as iso3,
    coalesce(g.project_id, s.project_id) as project_id,
    coalesce(s.module, g.module) as module,
    a.sex,
    a.role,
    s.starts_on as happened_on,
    p.person_no,
    a.satisfaction,
    s.kind
from attendances as a
inner join training_sessions as s on a.session_id = s.session_id
left join engagements as g on a.engagement_id = g.engagement_id
left join enterprises as e on a.enterprise_id = e.enterprise_id
left join people as p on a.person_id = p.person_id
where a.role in ('worker', 'manager')
