-- One row per enterprise that seems to have copied its first answers, rather than to have looked again: each practice that was asked in
-- two rounds or more has the same answer in all of them, at least ten practices. Five are enough where KPIs were measured again as
-- well, and not one of them gave another number; one that did says that the enterprise was looked at.
with
asked as (
    select
        k.enterprise_id,
        k.practice,
        count(distinct k.checked_on) as rounds,
        count(distinct k.answer) as answers,
        count(*) filter (where k.answer <> 'not_applicable') as applicable
    from practice_checks as k
    where k.checked_on <= $as_of
    group by k.enterprise_id, k.practice
),

alike as (
    select
        a.enterprise_id,
        count(*) filter (where a.rounds > 1 and a.applicable > 0) as practices
    from asked as a
    group by a.enterprise_id
    having max(a.answers) = 1 and count(*) filter (where a.rounds > 1 and a.applicable > 0) >= 5
),

-- Zero is often the true number twice, so it proves nothing.
measured as (
    select
        o.enterprise_id,
        count(distinct o.numerator) as numbers
    from kpi_observations as o
    semi join alike as a on o.enterprise_id = a.enterprise_id
    where o.numerator <> 0e0 and o.period_start <= $as_of
    group by o.enterprise_id, o.kpi, o.sex
    having count(*) > 1
),

moved as (
    select
        m.enterprise_id,
        max(m.numbers) > 1 as moved
    from measured as m
    group by m.enterprise_id
)

select a.enterprise_id
from alike as a
left join moved as m on a.enterprise_id = m.enterprise_id
where not m.moved or (m.moved is null and a.practices >= 10)
