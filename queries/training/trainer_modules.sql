-- How many trainers may deliver each module, and how many do?
-- One row per module, in teaching order: who may deliver it by the end of the period, and who did in its last twelve months.
-- Who is certified or expert for a module, or for every module, may deliver it.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: instructed, certified, every_module, active, uncertified counts trainers; countries, covered, gaps counts countries
-- keys: position
with
known as (
    select
        t.trainer_id,
        t.iso3,
        t.module,
        max(t.level) as level
    from trainer_steps as t
    where
        t.level >= 2
        and t.reached_on < $before_on::date
        and (len($country) = 0 or t.iso3 in (select c.iso3 from countries_in_view as c))
    group by t.trainer_id, t.iso3, t.module
),

able as (
    select
        m.module,
        k.trainer_id,
        k.iso3,
        max(k.level) as level,
        max(case when k.module is null and k.level >= 3 then 1 else 0 end) as in_every
    from modules as m
    inner join known as k on m.module = k.module or k.module is null
    group by m.module, k.trainer_id, k.iso3
),

delivered as (
    select distinct
        d.module,
        d.trainer_id
    from deliveries_in_view as d
    where d.recent
),

by_module as (
    select
        a.module,
        count(case when a.level = 2 then a.trainer_id end) as instructed,
        count(case when a.level >= 3 then a.trainer_id end) as certified,
        sum(a.in_every) as every_module,
        count(case when a.level >= 3 then d.trainer_id end) as active
    from able as a
    left join delivered as d on a.module = d.module and a.trainer_id = d.trainer_id
    group by a.module
),

-- Delivered it in the last twelve months, and is not certified for it.
uncertified as (
    select
        d.module,
        count(*) as trainers
    from delivered as d
    left join able as a on d.module = a.module and d.trainer_id = a.trainer_id and a.level >= 3
    where a.trainer_id is null
    group by d.module
),

enrolled as (
    select distinct
        g.module,
        g.iso3
    from engagements_in_view as g
),

certified_places as (
    select distinct
        a.module,
        a.iso3
    from able as a
    where a.level >= 3
),

coverage as (
    select
        e.module,
        count(*) as countries,
        count(case when a.iso3 is not null then e.iso3 end) as covered
    from enrolled as e
    left join certified_places as a on e.module = a.module and e.iso3 = a.iso3
    group by e.module
),

-- Where no session names its trainer, nothing is known of who delivers, and zero would be wrong.
collected as (
    select count(d.session_id) > 0 as known
    from deliveries as d
)

select
    m.module,
    m.title,
    coalesce(b.instructed, 0)::bigint as instructed,
    coalesce(b.certified, 0)::bigint as certified,
    coalesce(b.every_module, 0)::bigint as every_module,
    case when k.known then coalesce(b.active, 0) end::bigint as active,
    case when k.known then coalesce(u.trainers, 0) end::bigint as uncertified,
    coalesce(c.countries, 0)::bigint as countries,
    coalesce(c.covered, 0)::bigint as covered,
    (coalesce(c.countries, 0) - coalesce(c.covered, 0))::bigint as gaps,
    m.position
from module_lines as m
cross join collected as k
left join by_module as b on m.module = b.module
left join uncertified as u on m.module = u.module
left join coverage as c on m.module = c.module
where len($module) = 0 or list_contains($module, m.module)
order by m.position
