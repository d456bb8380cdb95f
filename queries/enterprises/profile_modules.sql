-- Which modules did the enterprise take, when, with which trainer, and in which project?
-- One row per engagement of the enterprise of `enterprise`, the first workshop first.
-- kind: rows
-- filters: none
-- measures: none
-- parameters: enterprise = ''
select
    g.engagement_id,
    g.module,
    m.title,
    g.project_id,
    p.title as project,
    g.trainer_id,
    r.name as partner,
    g.enrolled_on,
    g.baseline_on,
    g.classroom_on,
    g.visited_on,
    g.endline_on,
    g.completed_on,
    g.dropped_on,
    g.status,
    g.trained
from engagements as g
left join modules as m on g.module = m.module
left join projects as p on g.project_id = p.project_id
left join partners as r on g.partner_id = r.partner_id
where g.enterprise_id = $enterprise
order by g.counted_on, g.engagement_id
