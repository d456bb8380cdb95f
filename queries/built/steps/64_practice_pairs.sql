-- One row per enterprise and practice that was checked, or whose endline is due: what was in place before, after and at the follow-up.
-- Due are the practices of the module of an engagement that reached the workshop (and those without a module, once), on the day of its
-- endline or completion; failing these, as many days after its baseline as the module's slowest KPI takes, or a year. What was
-- checked twice is expected in any case.
-- A pair counts for one engagement: that of its endline check, else of its baseline check; where the checks name none, the
-- enterprise's last one before them in the module that teaches the practice (for a practice without a module, in any).
with
due_days as (
    select
        module,
        max(due_days) as days
    from kpi_expectations
    group by module
),

ended as (
    select
        p.engagement_id,
        p.enterprise_id,
        p.module,
        coalesce(
            e.endline_on, p.completed_on, coalesce(e.baseline_on, p.classroom_on, p.enrolled_on) + coalesce(d.days, 365)::integer
        ) as due_on
    from engagements_placed as p
    inner join engagements as e on p.engagement_id = e.engagement_id
    left join due_days as d on p.module = d.module
    where p.trained
),

asked_of as (
    select
        e.enterprise_id,
        p.practice,
        e.engagement_id,
        e.due_on
    from ended as e
    inner join practices as p on e.module = p.module

    union all

    select
        e.enterprise_id,
        p.practice,
        e.engagement_id,
        e.due_on
    from ended as e
    cross join practices as p
    where p.module is null
),

due as (
    select
        a.enterprise_id,
        a.practice,
        a.engagement_id,
        a.due_on
    from asked_of as a
    where a.due_on <= $as_of
    qualify row_number() over (partition by a.enterprise_id, a.practice order by a.due_on, a.engagement_id) = 1
),

known as (
    select
        coalesce(r.enterprise_id, d.enterprise_id) as enterprise_id,
        coalesce(r.practice, d.practice) as practice,
        p.module,
        g.engagement_id as own_engagement_id,
        case when r.enterprise_id is null then d.engagement_id end as due_engagement_id,
        r.before,
        r.before_on,
        r.after,
        r.after_on,
        r.follow_up,
        r.follow_up_on,
        d.due_on
    from practice_rounds as r
    full join due as d on r.enterprise_id = d.enterprise_id and r.practice = d.practice
    inner join practices as p on coalesce(r.practice, d.practice) = p.practice
    left join engagements as g on r.engagement_id = g.engagement_id and r.enterprise_id = g.enterprise_id
),

-- The nearest engagement at or before the check; where all are later, the first of them.
bridged as (
    select
        k.enterprise_id,
        k.practice,
        g.engagement_id
    from known as k
    inner join engagements as g on k.enterprise_id = g.enterprise_id and coalesce(k.module, g.module) = g.module
    where k.own_engagement_id is null and k.due_engagement_id is null
    qualify
        row_number() over (
            partition by k.enterprise_id, k.practice
            order by
                g.enrolled_on > coalesce(k.after_on, k.before_on),
                abs(datediff('day', g.enrolled_on, coalesce(k.after_on, k.before_on))),
                g.engagement_id
        ) = 1
),

linked as (
    select
        k.*,
        coalesce(k.own_engagement_id, k.due_engagement_id, b.engagement_id) as engagement_id
    from known as k
    left join bridged as b on k.enterprise_id = b.enterprise_id and k.practice = b.practice
)

select
    k.enterprise_id,
    k.practice,
    k.module,
    -- What the filter by module takes: the module that teaches the practice, else that of the engagement.
    coalesce(k.module, g.module) as counts_for,
    e.iso3,
    k.engagement_id,
    g.project_id,
    k.before,
    k.before_on,
    k.after,
    k.after_on,
    k.follow_up,
    k.follow_up_on,
    case
        when k.before = 'not_applicable' or k.after = 'not_applicable' then 'not_applicable'
        when k.before is not null and k.after is not null then 'paired'
        when k.before is not null then 'baseline_only'
        when k.after is not null then 'endline_only'
        else 'unchecked'
    end as status,
    case
        when k.before = 'no' and k.after = 'yes' then 'gained'
        when k.before = 'yes' and k.after = 'yes' then 'kept'
        when k.before = 'yes' and k.after = 'no' then 'lost'
        when k.before = 'no' and k.after = 'no' then 'never'
    end as outcome,
    case
        when k.after = 'yes' and k.follow_up in ('yes', 'no') then k.follow_up = 'yes'
    end as held_on_follow_up,
    r.enterprise_id is not null as repeated,
    k.before is not null and k.after is not null as reported,
    k.due_on is not null or (k.before is not null and k.after is not null) as expected,
    -- The endline's day decides the period; while it is silent, the day on which it was due.
    coalesce(k.after_on, k.due_on, k.before_on) as counted_on
from linked as k
inner join enterprises as e on k.enterprise_id = e.enterprise_id
left join engagements as g on k.engagement_id = g.engagement_id
left join practice_repeats as r on k.enterprise_id = r.enterprise_id
