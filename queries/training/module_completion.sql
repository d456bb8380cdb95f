-- In which countries are which modules completed?
-- One row per country with engagements in view and module of the dictionary, the largest country first; the country's own
-- numbers, in which an enterprise counts once, stand in each of its rows. Completion is of the engagements that ended.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enrolled, trained, country_enrolled, country_trained counts enterprises; engagements, ended, completed, rate, country_ended, country_completed, country_rate counts engagements
-- keys: position, country_position
with
keyed as (
    select
        g.iso3,
        g.module,
        g.enterprise_id,
        g.trained,
        g.completed,
        g.completed or g.dropped_on <= $as_of or g.status = 'dropped' as ended
    from engagements_in_view as g
),

by_country as (
    select
        k.iso3,
        count(distinct k.enterprise_id) as enrolled,
        count(distinct case when k.trained then k.enterprise_id end) as trained,
        count(case when k.ended then 1 end) as ended,
        count(case when k.completed then 1 end) as completed
    from keyed as k
    group by k.iso3
),

ranked as (
    select
        b.iso3,
        coalesce(c.name, b.iso3) as country,
        b.enrolled,
        b.trained,
        b.ended,
        b.completed,
        row_number() over (order by b.trained desc, b.enrolled desc, b.iso3)::integer as country_position
    from by_country as b
    left join countries as c on b.iso3 = c.iso3
),

by_cell as (
    select
        k.iso3,
        k.module,
        count(distinct k.enterprise_id) as enrolled,
        count(distinct case when k.trained then k.enterprise_id end) as trained,
        count(*) as engagements,
        count(case when k.ended then 1 end) as ended,
        count(case when k.completed then 1 end) as completed
    from keyed as k
    group by k.iso3, k.module
)

select
    r.iso3,
    r.country,
    m.module,
    m.title,
    coalesce(b.enrolled, 0)::bigint as enrolled,
    coalesce(b.trained, 0)::bigint as trained,
    coalesce(b.engagements, 0)::bigint as engagements,
    coalesce(b.ended, 0)::bigint as ended,
    coalesce(b.completed, 0)::bigint as completed,
    100e0 * b.completed / nullif(b.ended, 0) as rate,
    case when b.engagements is null then 'no_data' when b.ended = 0 then 'not_computable' else 'shown' end as status,
    coalesce(b.ended, 0) < i.minimum_n as small,
    coalesce(2 * b.ended < b.engagements, false) as mostly_open,
    r.enrolled::bigint as country_enrolled,
    r.trained::bigint as country_trained,
    r.ended::bigint as country_ended,
    r.completed::bigint as country_completed,
    100e0 * r.completed / nullif(r.ended, 0) as country_rate,
    r.ended < i.minimum_n as country_small,
    r.trained < i.minimum_n as country_few,
    m.position,
    r.country_position
from ranked as r
cross join module_lines as m
inner join indicators as i on i.indicator = 'completion_rate'
left join by_cell as b on r.iso3 = b.iso3 and m.module = b.module
where len($module) = 0 or list_contains($module, m.module)
order by r.country_position, m.position
