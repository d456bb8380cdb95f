-- One row per attendance of a worker or manager at a held training session, with all that the shared filters ask for.
select
    p.attendance_id,
    p.session_id,
    p.kind,
    p.iso3,
    p.project_id,
    p.module,
    p.happened_on,
    p.enterprise_id,
    e.sector,
    e.size,
    e.women_led,
    p.person_no,
    p.sex,
    p.role,
    p.satisfaction,
    s.trainer_level
from people_trained as p
inner join snapshot.base.sessions as s on p.session_id = s.session_id
left join snapshot.base.enterprises as e on p.enterprise_id = e.enterprise_id
order by p.iso3, p.happened_on, p.attendance_id
