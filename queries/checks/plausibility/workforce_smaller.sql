-- One row per session to which more workers and managers of one enterprise came than it has ever employed: by name, or by head
-- count of a visit.
with
employed as (
    select
        w.enterprise_id,
        max(w.women + w.men) as people
    from workforce as w
    group by w.enterprise_id
),

named as (
    select
        a.session_id,
        a.enterprise_id,
        count(distinct coalesce(a.person_id, a.attendance_id)) as people
    from attendances as a
    where a.role in ('worker', 'manager') and a.enterprise_id is not null
    group by a.session_id, a.enterprise_id
),

came as (
    select
        s.row_no,
        s.part,
        coalesce(n.enterprise_id, s.enterprise_id) as enterprise_id,
        greatest(
            coalesce(n.people, 0), case when s.kind = 'visit' and s.enterprise_id is not null then coalesce(s.participants, 0) else 0 end
        ) as people
    from sessions as s
    left join named as n on s.session_id = n.session_id
)

select
    'workforce_smaller' as rule,
    c.row_no,
    c.part,
    c.enterprise_id,
    null::varchar as iso3,
    c.people::varchar as value,
    e.people::varchar as expected
from came as c
inner join employed as e on c.enterprise_id = e.enterprise_id
where c.people > e.people
