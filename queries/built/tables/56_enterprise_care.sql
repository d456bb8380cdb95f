-- One row per enterprise that was trained: what is known of it, and what a trainer looks after.
-- `last_workshop_on` and `last_visit_on` are the latest by the as-of day, `days_since` counts from the later of the two; `under_way`:
-- a module was begun and neither completed nor dropped. Of the KPIs that it is asked for, `paired` have a change, of which `improved`
-- and `worse`; `overdue` have no endline though one is due, the longest for `overdue_days`; `soon` fall due within 60 days, and
-- `no_baseline` have no value from before the training. `place` is the median of its places among others (see `kpi_places`).
with
trained as (
    select
        g.enterprise_id,
        max(g.counted_on) as last_workshop_on,
        max(case when g.visited_on <= $as_of then g.visited_on end) as visited_on,
        max(case when not g.completed and g.dropped_on is null then 1 else 0 end) = 1 as under_way
    from snapshot.base.engagements as g
    where g.trained
    group by g.enterprise_id
),

visits as (
    select
        s.enterprise_id,
        max(s.starts_on) as visited_on
    from snapshot.base.sessions as s
    where s.kind = 'visit' and s.state = 'held' and s.enterprise_id is not null
    group by s.enterprise_id
),

pairs as (
    select
        p.enterprise_id,
        count(case when p.asked > 0 then 1 end)::integer as asked,
        count(case when p.status = 'paired' and k.sign <> 0 then 1 end)::integer as paired,
        count(case when p.outcome = 'improved' and k.sign <> 0 then 1 end)::integer as improved,
        count(case when p.outcome = 'worse' and k.sign <> 0 then 1 end)::integer as worse
    from snapshot.base.kpi_pairs as p
    inner join snapshot.base.kpis as k on p.kpi = k.kpi
    group by p.enterprise_id
),

due as (
    select
        d.enterprise_id,
        count(case when d.state = 'overdue' then 1 end)::integer as overdue,
        max(case when d.state = 'overdue' then d.days end) as overdue_days,
        count(case when d.state = 'to_come' and d.days >= -60 then 1 end)::integer as soon,
        min(case when d.state = 'to_come' then d.due_on end) as next_due_on,
        count(case when not d.baseline then 1 end)::integer as no_baseline
    from snapshot.base.kpi_due as d
    group by d.enterprise_id
),

places as (
    select
        p.enterprise_id,
        median(p.place) as place,
        count(p.place)::integer as places
    from snapshot.base.kpi_places as p
    group by p.enterprise_id
)

select
    t.enterprise_id,
    t.last_workshop_on,
    greatest(v.visited_on, t.visited_on) as last_visit_on,
    ($as_of::date - greatest(v.visited_on, t.visited_on, t.last_workshop_on))::integer as days_since,
    ($as_of::date - t.last_workshop_on)::integer as days_since_workshop,
    t.under_way,
    coalesce(p.asked, 0)::integer as asked,
    coalesce(p.paired, 0)::integer as paired,
    coalesce(p.improved, 0)::integer as improved,
    coalesce(p.worse, 0)::integer as worse,
    coalesce(d.overdue, 0)::integer as overdue,
    d.overdue_days,
    coalesce(d.soon, 0)::integer as soon,
    d.next_due_on,
    coalesce(d.no_baseline, 0)::integer as no_baseline,
    l.place,
    coalesce(l.places, 0)::integer as places
from trained as t
left join visits as v on t.enterprise_id = v.enterprise_id
left join pairs as p on t.enterprise_id = p.enterprise_id
left join due as d on t.enterprise_id = d.enterprise_id
left join places as l on t.enterprise_id = l.enterprise_id
order by t.enterprise_id
