-- One row per engagement, with its country and whether it reached the workshop and completion by the as-of date.
-- It counts on the day of its workshop; until that was held, on the day of its enrolment.
select
    g.engagement_id,
    g.enterprise_id,
    p.iso3,
    g.module,
    g.project_id,
    g.partner_id,
    g.trainer_id,
    g.sponsor_id,
    g.enrolled_on,
    g.baseline_on,
    g.classroom_on,
    g.visited_on,
    g.endline_on,
    g.completed_on,
    g.dropped_on,
    g.status,
    coalesce(p.trained, false) as trained,
    coalesce(p.completed, false) as completed,
    coalesce(p.classroom_on, g.enrolled_on) as counted_on,
    g.recorded_on
from engagements as g
inner join engagements_placed as p on g.engagement_id = p.engagement_id
order by p.iso3, g.enterprise_id, g.engagement_id
