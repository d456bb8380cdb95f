-- How are deliveries spread over trainers?
-- One row per number of sessions delivered in the last twelve months of the period; trainers who were instructed by then, or delivered.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: trainers, certified, all_trainers, share counts trainers; deliveries, deliveries_share counts sessions
-- keys: position
with
bands as (
    select
        listed.band,
        listed.least,
        listed.most,
        listed.position
    from (
        values ('0', 0, 0, 1), ('1-2', 1, 2, 2), ('3-5', 3, 5, 3), ('6-10', 6, 10, 4), ('11+', 11, 1000000, 5)
    ) as listed (band, least, most, position)
),

-- A stage without a module is one in every module.
taught as (
    select
        t.trainer_id,
        max(t.level) as level
    from trainer_steps as t
    where
        t.level >= 2
        and t.reached_on < $before_on::date
        and (len($country) = 0 or t.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or t.module is null or list_contains($module, t.module))
    group by t.trainer_id
),

delivered as (
    select
        d.trainer_id,
        count(*) as deliveries
    from deliveries_in_view as d
    where d.recent
    group by d.trainer_id
),

everyone as (
    select t.trainer_id from taught as t
    union
    select d.trainer_id from delivered as d
),

by_trainer as (
    select
        e.trainer_id,
        coalesce(t.level, 0) >= 3 as certified,
        coalesce(d.deliveries, 0) as deliveries
    from everyone as e
    left join taught as t on e.trainer_id = t.trainer_id
    left join delivered as d on e.trainer_id = d.trainer_id
),

whole as (
    select
        count(*) as trainers,
        sum(b.deliveries) as deliveries
    from by_trainer as b
),

counted as (
    select
        b.band,
        b.position,
        count(t.trainer_id)::bigint as trainers,
        count(case when t.certified then t.trainer_id end)::bigint as certified,
        coalesce(sum(t.deliveries), 0)::bigint as deliveries
    from bands as b
    left join by_trainer as t on b.least <= t.deliveries and b.most >= t.deliveries
    group by b.band, b.position
),

-- Where no session names its trainer, nothing is known of who delivers, and zero would be wrong.
collected as (
    select count(d.session_id) > 0 as known
    from deliveries as d
)

select
    c.band,
    case when k.known then c.trainers end as trainers,
    case when k.known then c.certified end as certified,
    case when k.known then c.deliveries end as deliveries,
    case when k.known then w.trainers end as all_trainers,
    case when k.known then 100e0 * c.trainers / nullif(w.trainers, 0) end as share,
    100e0 * c.deliveries / nullif(w.deliveries, 0) as deliveries_share,
    case when k.known then 'shown' else 'no_data' end as status,
    c.position
from counted as c
cross join whole as w
cross join collected as k
order by c.position
