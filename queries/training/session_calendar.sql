-- When were sessions held, which are still to come, and which were planned and never confirmed?
-- One row per month, from the first year with a session to the last; a month without sessions is listed with 0.
-- Planned sessions whose day has passed are not confirmed: neither held nor to come. Head counts that are missing are not zero.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: held, trainings, planned, not_confirmed, counted, nobody, uncounted counts sessions; participants counts attendances
-- keys: year, month
-- parameters: kind = ''
with
events as (
    select
        year(s.starts_on) as year,
        month(s.starts_on) as month,
        s.state,
        s.trains_enterprises,
        s.participants
    from sessions_in_view as s
    where $kind = '' or s.kind = $kind
),

years as (
    select distinct c.year
    from calendar_spans as c
    where
        c.year >= (select min(e.year) from events as e)
        and c.year < (select max(e.year) from events as e) + 1

    union

    select e.year from events as e
),

months as (
    select
        y.year,
        listed.month
    from years as y
    cross join (
        values (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)
    ) as listed (month)
),

counted as (
    select
        e.year,
        e.month,
        count(*) filter (where e.state = 'held') as held,
        count(*) filter (where e.state = 'held' and e.trains_enterprises) as trainings,
        count(*) filter (where e.state = 'planned') as planned,
        count(*) filter (where e.state = 'not_confirmed') as not_confirmed,
        count(*) filter (where e.state = 'held' and e.participants > 0) as counted,
        count(*) filter (where e.state = 'held' and e.participants = 0) as nobody,
        count(*) filter (where e.state = 'held' and e.participants is null) as uncounted,
        sum(case when e.state = 'held' then e.participants end) as participants
    from events as e
    group by e.year, e.month
)

select
    make_date(m.year, m.month, 1) as month_on,
    m.year,
    m.month,
    coalesce(c.held, 0)::bigint as held,
    coalesce(c.trainings, 0)::bigint as trainings,
    coalesce(c.planned, 0)::bigint as planned,
    coalesce(c.not_confirmed, 0)::bigint as not_confirmed,
    coalesce(c.counted, 0)::bigint as counted,
    coalesce(c.nobody, 0)::bigint as nobody,
    coalesce(c.uncounted, 0)::bigint as uncounted,
    c.participants::bigint as participants,
    case
        when make_date(m.year, m.month, 1) > $as_of::date then 'to_come'
        when c.year is null then 'none'
        else 'shown'
    end as status
from months as m
left join counted as c on m.year = c.year and m.month = c.month
order by m.year, m.month
