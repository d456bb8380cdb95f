-- One row per trained engagement: the enterprise's workforce as last counted at or before the workshop; null when it never was.
select
    g.engagement_id,
    w.women,
    w.men
from engagements_placed as g
left join workforce as w on g.enterprise_id = w.enterprise_id and g.classroom_on >= w.measured_on
where g.trained
qualify row_number() over (partition by g.engagement_id order by w.measured_on desc nulls last) = 1
