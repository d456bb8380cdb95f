-- One row per attendance; persons are plain numbers here, and their pseudonyms stay in the export.
select
    a.attendance_id,
    a.session_id,
    a.engagement_id,
    a.enterprise_id,
    a.trainer_id,
    p.person_no,
    a.sex,
    a.role,
    a.satisfaction,
    a.recorded_on
from attendances as a
left join people as p on a.person_id = p.person_id
order by a.session_id, a.attendance_id
