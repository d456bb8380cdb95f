-- One row per engagement that reached the workshop: its enterprise's workforce, as last counted at or before it; null when it never was.
select
    g.engagement_id,
    g.enterprise_id,
    g.module,
    g.counted_on,
    w.women,
    w.men
from snapshot.base.engagements as g
inner join workforce_at_training as w on g.engagement_id = w.engagement_id
order by g.enterprise_id, g.counted_on, g.engagement_id
