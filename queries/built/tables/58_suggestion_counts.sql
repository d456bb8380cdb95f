-- One row per enterprise, month and sex of suggestions, with all that the shared filters ask for. `all` is left out where the month has
-- parts; `disagrees` says that it was not their sum.
with
months as (
    select
        s.enterprise_id,
        s.period_start,
        count(*) filter (where s.sex <> 'all') as parts,
        sum(s.made) filter (where s.sex = 'all') as made_by_all,
        sum(s.made) filter (where s.sex <> 'all') as made_by_parts
    from suggestions as s
    group by s.enterprise_id, s.period_start
)

select
    s.enterprise_id,
    e.iso3,
    e.sector,
    e.size,
    e.women_led,
    s.period_start as happened_on,
    s.sex,
    s.made,
    s.implemented,
    coalesce(m.made_by_all <> m.made_by_parts, false) as disagrees
from suggestions as s
inner join months as m on s.enterprise_id = m.enterprise_id and s.period_start = m.period_start
inner join snapshot.base.enterprises as e on s.enterprise_id = e.enterprise_id
where s.period_start <= $as_of and (s.sex <> 'all' or m.parts = 0)
order by e.iso3, s.enterprise_id, s.period_start, s.sex
