-- Women and men employed by the enterprises trained.
-- One row per engagement that reached the workshop; without a count of the workforce at or before it, it is expected but not reported.
select
    g.iso3,
    g.enterprise_id,
    g.project_id,
    g.module,
    'all' as sex,
    'all' as role,
    coalesce(g.classroom_on, g.enrolled_on) as happened_on,
    g.enterprise_id as unit_id,
    (w.women + w.men)::double as numerator,
    null as denominator
from engagements_placed as g
inner join workforce_at_training as w on g.engagement_id = w.engagement_id
