-- One row per enterprise and module that it was trained in, in the order in which it first was; workshops of one day stand in
-- teaching order. `sequence` is the whole order of the enterprise, on its first row only.
with
taken as (
    select
        g.enterprise_id,
        g.module,
        min(g.counted_on) as trained_on,
        max(case when g.classroom_on is null then 1 else 0 end) = 1 as undated
    from snapshot.base.engagements as g
    where g.trained
    group by g.enterprise_id, g.module
),

ordered as (
    select
        t.enterprise_id,
        t.module,
        m.title,
        t.trained_on,
        t.undated,
        row_number() over (partition by t.enterprise_id order by t.trained_on, m.position) as step,
        count(*) over (partition by t.enterprise_id) as steps,
        count(*) over (partition by t.enterprise_id, t.trained_on) > 1 as tied
    from taken as t
    inner join snapshot.base.module_lines as m on t.module = m.module
),

sequences as (
    select
        o.enterprise_id,
        string_agg(o.title, ' → ' order by o.step) as sequence
    from ordered as o
    group by o.enterprise_id
)

select
    o.enterprise_id,
    o.module,
    o.trained_on,
    o.undated,
    o.tied,
    o.step::integer as step,
    o.steps::integer as steps,
    lag(o.module) over (partition by o.enterprise_id order by o.step) as before_module,
    datediff('day', lag(o.trained_on) over (partition by o.enterprise_id order by o.step), o.trained_on)::integer as days,
    case when o.step = 1 then s.sequence end as sequence
from ordered as o
inner join sequences as s on o.enterprise_id = s.enterprise_id
order by o.enterprise_id, o.step
