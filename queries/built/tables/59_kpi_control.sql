-- One row per enterprise and KPI that it was asked for or reported: a simple control chart (XmR), by which a change is told from noise.
-- It rests on the values of the series shown of a baseline that begin before the first workshop (`trained_on`) of a module that asks for the
-- KPI: their mean is the `centre`, and the limits lie 2.66 mean moving ranges (`moved`) from it, from 8 `points` on.
-- Signals are, among the `later` values (counted where there are limits) that begin on the workshop's day or after it: `beyond` the limits; `run`, the
-- longest on one side of the centre, from 8; `near`, the most of 4 in a row closer to one limit than to the centre, from 3.
-- `limited`: there are limits. `shift` is their mean less the centre. `verdict`: more_than_noise, within_noise, too_few_points, no_later_points,
-- no_workshop, flat (a baseline that never varies) or copied (an enterprise that repeats its first answers).
with
series as (
    select
        v.enterprise_id,
        v.kpi,
        v.phase,
        v.period_start,
        v.value
    from snapshot.base.kpi_values as v
    where v.in_series and v.status = 'shown'
),

taken as (
    select
        g.enterprise_id,
        g.module,
        min(g.counted_on) as trained_on
    from snapshot.base.engagements as g
    where g.trained
    group by g.enterprise_id, g.module
),

-- An export that does not say which module asks for what: every module asks for every KPI.
expectations as (
    select
        x.kpi,
        x.module
    from kpi_expectations as x

    union all

    select
        k.kpi,
        m.module
    from snapshot.base.kpis as k
    cross join modules as m
    where not exists (select 1 from kpi_expectations)
),

workshops as (
    select
        t.enterprise_id,
        x.kpi,
        min(t.trained_on) as trained_on
    from taken as t
    inner join expectations as x on t.module = x.module
    group by t.enterprise_id, x.kpi
),

before as (
    select
        s.enterprise_id,
        s.kpi,
        s.period_start,
        s.value,
        abs(s.value - lag(s.value) over (partition by s.enterprise_id, s.kpi order by s.period_start)) as moved
    from series as s
    inner join workshops as w on s.enterprise_id = w.enterprise_id and s.kpi = w.kpi
    where s.phase = 'baseline' and s.period_start < w.trained_on
),

limits as (
    select
        b.enterprise_id,
        b.kpi,
        count(*) as points,
        avg(b.value) as centre,
        avg(b.moved) as moved,
        -- Beyond what a computer's arithmetic adds to equal ratios.
        avg(b.moved) > 1e-9 * abs(avg(b.value)) as varies
    from before as b
    group by b.enterprise_id, b.kpi
),

-- Which side of the centre a later value lies on; `far` where it is closer to that side's limit than to the centre.
sided as (
    select
        s.enterprise_id,
        s.kpi,
        s.period_start,
        s.value,
        case when abs(s.value - l.centre) <= 1e-9 * abs(l.centre) then 0 when s.value > l.centre then 1 else -1 end as side,
        case
            when s.value > l.centre + 1.33e0 * l.moved then 1
            when s.value < l.centre - 1.33e0 * l.moved then -1
            else 0
        end as far,
        abs(s.value - l.centre) > 2.66e0 * l.moved as outside
    from series as s
    inner join workshops as w on s.enterprise_id = w.enterprise_id and s.kpi = w.kpi
    inner join limits as l on s.enterprise_id = l.enterprise_id and s.kpi = l.kpi
    where s.period_start >= w.trained_on and l.points >= 8 and l.varies
),

turned as (
    select
        s.*,
        case
            when s.side = lag(s.side) over (partition by s.enterprise_id, s.kpi order by s.period_start) then 0 else 1
        end as turn,
        sum(case when s.far = 1 then 1 else 0 end)
            over (partition by s.enterprise_id, s.kpi order by s.period_start rows between 3 preceding and current row) as far_above,
        sum(case when s.far = -1 then 1 else 0 end)
            over (partition by s.enterprise_id, s.kpi order by s.period_start rows between 3 preceding and current row) as far_below
    from sided as s
),

placed as (
    select
        t.*,
        sum(t.turn) over (
            partition by t.enterprise_id, t.kpi order by t.period_start rows between unbounded preceding and current row
        ) as spell
    from turned as t
),

counted as (
    select
        p.*,
        case when p.side = 0 then 0 else 1 end * count(*) over (
            partition by p.enterprise_id, p.kpi, p.spell
            order by p.period_start
            rows between unbounded preceding and current row
        ) as in_a_row
    from placed as p
),

signals as (
    select
        c.enterprise_id,
        c.kpi,
        count(*) as later,
        count(case when c.outside then 1 end) as beyond,
        max(c.in_a_row) as run,
        max(greatest(c.far_above, c.far_below)) as near,
        avg(c.value) - max(l.centre) as shift
    from counted as c
    inner join limits as l on c.enterprise_id = l.enterprise_id and c.kpi = l.kpi
    group by c.enterprise_id, c.kpi
)

select
    p.kpi,
    p.enterprise_id,
    w.trained_on,
    coalesce(l.points, 0)::integer as points,
    l.centre,
    l.moved,
    coalesce(l.points >= 8 and l.varies, false) as limited,
    coalesce(g.later, 0)::integer as later,
    g.beyond::integer as beyond,
    g.run::integer as run,
    g.near::integer as near,
    g.shift,
    case
        when p.status = 'copied' then 'copied'
        when w.trained_on is null then 'no_workshop'
        when coalesce(l.points, 0) < 8 then 'too_few_points'
        when not l.varies then 'flat'
        when g.later is null then 'no_later_points'
        when g.beyond >= 1 or g.run >= 8 or g.near >= 3 then 'more_than_noise'
        else 'within_noise'
    end as verdict
from snapshot.base.kpi_pairs as p
left join workshops as w on p.enterprise_id = w.enterprise_id and p.kpi = w.kpi
left join limits as l on p.enterprise_id = l.enterprise_id and p.kpi = l.kpi
left join signals as g on p.enterprise_id = g.enterprise_id and p.kpi = g.kpi
order by p.enterprise_id, p.kpi
