-- In which countries are few trainers active, so that the training is at risk?
-- One row per country with enterprises, trainers or partners: trainers certified by the end of the period, and who delivered in its last
-- twelve months.
-- A session that two trainers held is a delivery of each, and one session.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: value, certified, active, certified_active, share counts trainers; sessions, deliveries, per_trainer, busiest, busiest_share counts sessions
-- keys: n
with
present as (
    select t.iso3 from trainers as t
    union
    select e.iso3 from enterprises as e
    union
    select p.iso3 from partners as p
),

places as (
    select
        c.iso3,
        c.name as country
    from countries as c
    inner join present as p on c.iso3 = p.iso3
    where len($country) = 0 or c.iso3 in (select k.iso3 from countries_in_view as k)
),

-- A stage without a module is one in every module.
certified as (
    select distinct
        t.iso3,
        t.trainer_id
    from trainer_steps as t
    where
        t.level >= 3
        and t.reached_on < $before_on::date
        and (len($module) = 0 or t.module is null or list_contains($module, t.module))
),

last_days as (
    select
        d.iso3,
        max(d.happened_on) as last_on
    from deliveries_in_view as d
    group by d.iso3
),

by_trainer as (
    select
        d.iso3,
        d.trainer_id,
        count(*) as deliveries
    from deliveries_in_view as d
    where d.recent
    group by d.iso3, d.trainer_id
),

sessions_by_country as (
    select
        d.iso3,
        count(distinct d.session_id) as sessions
    from deliveries_in_view as d
    where d.recent
    group by d.iso3
),

active as (
    select
        b.iso3,
        count(*) as active,
        sum(b.deliveries) as deliveries,
        max(b.deliveries) as busiest,
        count(c.trainer_id) as certified_active
    from by_trainer as b
    left join certified as c on b.iso3 = c.iso3 and b.trainer_id = c.trainer_id
    group by b.iso3
),

stock as (
    select
        c.iso3,
        count(*) as certified
    from certified as c
    group by c.iso3
),

counted as (
    select
        p.iso3,
        p.country,
        coalesce(s.certified, 0)::bigint as certified,
        coalesce(a.active, 0)::bigint as active,
        coalesce(a.certified_active, 0)::bigint as certified_active,
        coalesce(n.sessions, 0)::bigint as sessions,
        coalesce(a.deliveries, 0)::bigint as deliveries,
        a.busiest::bigint as busiest,
        l.last_on
    from places as p
    left join stock as s on p.iso3 = s.iso3
    left join active as a on p.iso3 = a.iso3
    left join sessions_by_country as n on p.iso3 = n.iso3
    left join last_days as l on p.iso3 = l.iso3
),

-- Where no session names its trainer, nothing is known of who is active, and zero would be wrong.
collected as (
    select count(d.session_id) > 0 as known
    from deliveries as d
)

select
    c.iso3,
    c.country,
    case when k.known then c.active end as value,
    case when k.known then c.active end as n,
    c.certified,
    case when k.known then c.active end as active,
    case when k.known then c.certified_active end as certified_active,
    case when k.known then 100e0 * c.certified_active / nullif(c.certified, 0) end as share,
    case when k.known then c.sessions end as sessions,
    case when k.known then c.deliveries end as deliveries,
    c.deliveries * 1e0 / nullif(c.active, 0) as per_trainer,
    c.busiest,
    100e0 * c.busiest / nullif(c.sessions, 0) as busiest_share,
    c.last_on,
    k.known and c.active = 0 as none_active,
    k.known and c.active in (1, 2) as few_active,
    k.known and 2 * c.certified_active < c.certified as most_idle,
    k.known and coalesce(2 * c.busiest > c.sessions, false) as rests_on_one,
    k.known and (c.active < 3 or 2 * c.certified_active < c.certified or coalesce(2 * c.busiest > c.sessions, false)) as at_risk,
    case when k.known then 'shown' else 'no_data' end as status
from counted as c
cross join collected as k
order by c.country, c.iso3
