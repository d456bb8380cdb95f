-- Which enterprises does a trainer look after, how did they change beside others, and whom to visit next, and why?
-- One row per enterprise with a workshop of the trainer in view (of any trainer where none is chosen; then at most 1,000 of `found`).
-- First those to visit, in the order of `visit`: they are open, had a workshop within two years, and have a reason. Reasons weigh: an
-- endline overdue 3; no visit and no workshop for 180 days while a module is under way 2; no baseline for a KPI whose endline is
-- not in 2; a KPI that got worse 1; an endline due within 60 days 1. Equal ones follow the longest overdue, then the longest unseen.
-- `place` is the median, over its KPIs, of the share of other consenting enterprises whose change was less good.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: visit, workshops, days_since, asked, paired, improved, worse, overdue, overdue_days, soon, no_baseline, place, places, found
-- parameters: trainer = ''
with
looked_after as (
    select
        g.enterprise_id,
        count(distinct g.engagement_id) as workshops
    from engagements_in_view as g
    where g.trained and ($trainer = '' or g.trainer_id = $trainer)
    group by g.enterprise_id
),

states as (
    select
        l.workshops,
        e.name,
        e.iso3,
        e.sector,
        e.size,
        e.closed_on is not null as closed,
        c.*,
        e.closed_on is null and c.days_since_workshop <= 730 as in_care
    from looked_after as l
    inner join enterprises as e on l.enterprise_id = e.enterprise_id
    inner join enterprise_care as c on l.enterprise_id = c.enterprise_id
),

reasoned as (
    select
        s.*,
        s.in_care and s.overdue > 0 as why_overdue,
        s.in_care and s.under_way and s.days_since >= 180 as why_unseen,
        s.in_care and s.no_baseline > 0 as why_no_baseline,
        s.in_care and s.worse > 0 as why_worse,
        s.in_care and s.soon > 0 as why_soon
    from states as s
),

weighed as (
    select
        r.*,
        case when r.why_overdue then 3 else 0 end
        + case when r.why_unseen then 2 else 0 end
        + case when r.why_no_baseline then 2 else 0 end
        + case when r.why_worse then 1 else 0 end
        + case when r.why_soon then 1 else 0 end as weight
    from reasoned as r
),

ranked as (
    select
        w.*,
        row_number() over (
            order by
                w.weight desc,
                case when w.why_overdue then w.overdue_days else -1 end desc,
                w.days_since desc,
                w.enterprise_id
        ) as turn,
        count(*) over () as found
    from weighed as w
)

select
    r.enterprise_id,
    r.name,
    r.iso3,
    c.name as country,
    r.sector,
    r.size,
    r.closed,
    r.in_care,
    case when r.weight > 0 then r.turn end as visit,
    concat_ws(
        ',',
        case when r.why_overdue then 'overdue' end,
        case when r.why_unseen then 'unseen' end,
        case when r.why_no_baseline then 'no_baseline' end,
        case when r.why_worse then 'worse' end,
        case when r.why_soon then 'soon' end
    ) as reasons,
    r.workshops::bigint as workshops,
    r.last_workshop_on,
    r.last_visit_on,
    r.days_since,
    r.under_way,
    r.asked,
    r.paired,
    r.improved,
    r.worse,
    r.overdue,
    r.overdue_days,
    r.soon,
    r.next_due_on,
    r.no_baseline,
    r.place,
    r.places,
    r.found::bigint as found
from ranked as r
left join countries as c on r.iso3 = c.iso3
order by r.turn
limit 1000
