-- Where did enterprises enrol in a module that no trainer of their country is certified for?
-- One row per country and module in which enterprises enrolled in the period; trainers as of the end of the period.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enterprises counts enterprises; instructed, certified, active counts trainers
-- keys: position
with
enrolled as (
    select
        g.iso3,
        g.module,
        count(distinct g.enterprise_id) as enterprises
    from engagements_in_view as g
    group by g.iso3, g.module
),

-- A stage without a module is one in every module.
known as (
    select
        t.trainer_id,
        t.iso3,
        t.module,
        max(t.level) as level
    from trainer_steps as t
    where t.level >= 2 and t.reached_on < $before_on::date
    group by t.trainer_id, t.iso3, t.module
),

able as (
    select
        e.iso3,
        e.module,
        k.trainer_id,
        max(k.level) as level
    from enrolled as e
    inner join known as k on e.iso3 = k.iso3 and (e.module = k.module or k.module is null)
    group by e.iso3, e.module, k.trainer_id
),

delivered as (
    select distinct
        d.module,
        d.trainer_id
    from deliveries_in_view as d
    where d.recent
),

counted as (
    select
        a.iso3,
        a.module,
        count(*) as instructed,
        count(case when a.level >= 3 then a.trainer_id end) as certified,
        count(case when a.level >= 3 then d.trainer_id end) as active
    from able as a
    left join delivered as d on a.module = d.module and a.trainer_id = d.trainer_id
    group by a.iso3, a.module
)

select
    e.iso3,
    c.name as country,
    e.module,
    m.title,
    e.enterprises::bigint as enterprises,
    coalesce(n.instructed, 0)::bigint as instructed,
    coalesce(n.certified, 0)::bigint as certified,
    coalesce(n.active, 0)::bigint as active,
    coalesce(n.certified, 0) = 0 as gap,
    case
        when n.active > 0 then 'active'
        when n.certified > 0 then 'certified'
        when n.instructed > 0 then 'instructed'
        else 'none'
    end as state,
    m.position
from enrolled as e
inner join countries as c on e.iso3 = c.iso3
inner join module_lines as m on e.module = m.module
left join counted as n on e.iso3 = n.iso3 and e.module = n.module
order by c.name, e.iso3, m.position
