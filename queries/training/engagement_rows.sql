-- Which engagements are behind the numbers?
-- One row per engagement in view, the newest first, at most 5,000; `engagements` says how many there are.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: engagements
select
    g.engagement_id,
    e.name as enterprise,
    c.name as country,
    e.region,
    s.title as sector,
    m.title as module,
    g.enrolled_on,
    g.baseline_on,
    g.classroom_on,
    g.visited_on,
    g.endline_on,
    g.completed_on,
    g.dropped_on,
    g.status,
    count(*) over () as engagements
from engagements_in_view as g
inner join enterprises as e on g.enterprise_id = e.enterprise_id
left join countries as c on g.iso3 = c.iso3
left join sectors as s on e.sector = s.sector
left join modules as m on g.module = m.module
order by g.counted_on desc, g.engagement_id
limit 5000
