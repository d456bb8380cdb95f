-- Which modules do enterprises take up, and how many complete them?
-- One row per module, in teaching order; a module that nobody took is listed with 0.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enrolled, trained, completed counts enterprises
-- keys: position
with
-- The country's own order wins; then the order that holds everywhere; then the middle of the countries' orders.
positions as (
    select
        v.module,
        coalesce(
            min(case when len($country) > 0 and c.iso3 is not null then v.position end),
            min(case when v.iso3 is null then v.position end),
            median(v.position)
        ) as position
    from module_versions as v
    left join countries_in_view as c on v.iso3 = c.iso3
    group by v.module
)

select
    m.module,
    m.title,
    coalesce(p.position, 99) as position,
    count(distinct g.enterprise_id)::bigint as enrolled,
    count(distinct case when g.trained then g.enterprise_id end)::bigint as trained,
    count(distinct case when g.completed then g.enterprise_id end)::bigint as completed
from modules as m
left join positions as p on m.module = p.module
left join engagements_in_view as g on m.module = g.module
group by m.module, m.title, p.position
order by coalesce(p.position, 99), m.title, m.module
