-- How are sessions held: in a classroom, in an enterprise, online?
-- One row per year and kind of session; kinds and years without one are listed with 0. Shares are of held training sessions, and of workshops.
-- Workshops are those in a classroom or online. Trainings of trainers, refreshers and webinars train no enterprise, and have no share.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: held, planned, not_confirmed, counted, nobody, uncounted, trainings, workshops, share, workshop_share counts sessions; participants counts attendances
-- keys: year, position
with
kinds as (
    select
        listed.kind,
        listed.training,
        listed.workshop,
        listed.position
    from (
        values
        ('classroom', true, true, 1),
        ('online', true, true, 2),
        ('visit', true, false, 3),
        ('tot', false, false, 4),
        ('refresher', false, false, 5),
        ('webinar', false, false, 6)
    ) as listed (kind, training, workshop, position)
),

events as (
    select
        year(s.starts_on) as year,
        s.kind,
        s.state,
        s.participants
    from sessions_in_view as s
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

counted as (
    select
        e.year,
        e.kind,
        count(*) filter (where e.state = 'held') as held,
        count(*) filter (where e.state = 'planned') as planned,
        count(*) filter (where e.state = 'not_confirmed') as not_confirmed,
        count(*) filter (where e.state = 'held' and e.participants > 0) as counted,
        count(*) filter (where e.state = 'held' and e.participants = 0) as nobody,
        count(*) filter (where e.state = 'held' and e.participants is null) as uncounted,
        sum(case when e.state = 'held' then e.participants end) as participants
    from events as e
    group by e.year, e.kind
),

whole as (
    select
        c.year,
        sum(case when k.training then c.held else 0 end) as trainings,
        sum(case when k.workshop then c.held else 0 end) as workshops
    from counted as c
    inner join kinds as k on c.kind = k.kind
    group by c.year
)

select
    y.year::integer as year,
    k.kind,
    coalesce(c.held, 0)::bigint as held,
    coalesce(c.planned, 0)::bigint as planned,
    coalesce(c.not_confirmed, 0)::bigint as not_confirmed,
    coalesce(w.trainings, 0)::bigint as trainings,
    coalesce(w.workshops, 0)::bigint as workshops,
    case when k.training then 100e0 * coalesce(c.held, 0) / nullif(w.trainings, 0) end as share,
    case when k.workshop then 100e0 * coalesce(c.held, 0) / nullif(w.workshops, 0) end as workshop_share,
    coalesce(c.counted, 0)::bigint as counted,
    coalesce(c.nobody, 0)::bigint as nobody,
    coalesce(c.uncounted, 0)::bigint as uncounted,
    c.participants::bigint as participants,
    coalesce(w.workshops, 0) < 10 as small,
    make_date(y.year + 1, 1, 1) <= $before_on::date as complete,
    k.training,
    k.workshop,
    k.position
from years as y
cross join kinds as k
left join counted as c on y.year = c.year and k.kind = c.kind
left join whole as w on y.year = w.year
order by y.year, k.position
