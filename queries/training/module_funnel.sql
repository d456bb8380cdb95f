-- How far do engagements get, and where do they stop?
-- One row per step for all modules together (code empty), and for each module with an engagement in view. A step is reached when it
-- or a later one has a date or is the status. Who stopped before it gave up, is under way (a step in the last `quiet_days`), or is
-- silent: neither ended nor heard of since. Days between two steps are of those that have both dates, in order.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enrolled, before, reached, recorded, not_recorded, gave_up, under_way, silent counts engagements
-- keys: position, step_position, median_days, n_days, out_of_order
-- parameters: quiet_days = 365
with
steps as (
    select
        listed.step,
        listed.step_position
    from (
        values ('enrolled', 1), ('baseline', 2), ('classroom', 3), ('visited', 4), ('endline', 5), ('completed', 6)
    ) as listed (step, step_position)
),

-- What lies after the as-of day has not happened; a status stands for its step's date only where that is missing.
dated as (
    select
        g.module,
        g.enrolled_on,
        case when g.baseline_on <= $as_of then g.baseline_on end as baseline_on,
        case when g.classroom_on <= $as_of then g.classroom_on end as classroom_on,
        case when g.visited_on <= $as_of then g.visited_on end as visited_on,
        case when g.endline_on <= $as_of then g.endline_on end as endline_on,
        case when g.completed_on <= $as_of then g.completed_on end as completed_on,
        g.trained,
        g.completed,
        g.visited_on <= $as_of or (g.visited_on is null and g.status = 'visited') as visited,
        g.baseline_on <= $as_of or (g.baseline_on is null and g.status = 'baseline') as measured,
        not g.completed and (g.dropped_on <= $as_of or g.status = 'dropped') as dropped
    from engagements_in_view as g
),

reached as (
    select
        d.module,
        d.enrolled_on,
        d.baseline_on,
        d.classroom_on,
        d.visited_on,
        d.endline_on,
        d.completed_on,
        coalesce(d.dropped, false) as dropped,
        case
            when d.completed then 6
            when d.endline_on is not null then 5
            when d.visited then 4
            when d.trained then 3
            when d.measured then 2
            else 1
        end as furthest,
        datediff(
            'day',
            greatest(
                d.enrolled_on,
                coalesce(d.baseline_on, d.enrolled_on),
                coalesce(d.classroom_on, d.enrolled_on),
                coalesce(d.visited_on, d.enrolled_on),
                coalesce(d.endline_on, d.enrolled_on)
            ),
            $as_of
        ) as quiet
    from dated as d
),

stepped as (
    select
        r.module,
        s.step,
        s.step_position,
        r.furthest,
        r.dropped,
        r.quiet,
        case s.step_position
            when 1 then r.enrolled_on
            when 2 then r.baseline_on
            when 3 then r.classroom_on
            when 4 then r.visited_on
            when 5 then r.endline_on
            else r.completed_on
        end as happened_on,
        case s.step_position
            when 2 then r.enrolled_on
            when 3 then r.baseline_on
            when 4 then r.classroom_on
            when 5 then r.visited_on
            when 6 then r.endline_on
        end as before_on
    from reached as r
    cross join steps as s
),

parts as (
    select listed.whole
    from (values (false), (true)) as listed (whole)
),

keyed as (
    select
        case when p.whole then '' else s.module end as code,
        s.step,
        s.step_position,
        s.furthest,
        s.dropped,
        s.quiet,
        s.happened_on,
        datediff('day', s.before_on, s.happened_on) as days
    from stepped as s
    cross join parts as p
),

counted as (
    select
        k.code,
        k.step,
        k.step_position,
        count(*) as enrolled,
        count(case when k.furthest >= k.step_position - 1 then 1 end) as before,
        count(case when k.furthest >= k.step_position then 1 end) as reached,
        count(k.happened_on) as recorded,
        count(case when k.furthest >= k.step_position and k.happened_on is null then 1 end) as not_recorded,
        count(case when k.furthest = k.step_position - 1 and k.dropped then 1 end) as gave_up,
        count(case when k.furthest = k.step_position - 1 and not k.dropped and k.quiet <= $quiet_days then 1 end) as under_way,
        count(case when k.furthest = k.step_position - 1 and not k.dropped and k.quiet > $quiet_days then 1 end) as silent,
        median(case when k.days >= 0 then k.days end) as median_days,
        count(case when k.days >= 0 then 1 end) as n_days,
        count(case when k.days < 0 then 1 end) as out_of_order
    from keyed as k
    group by k.code, k.step, k.step_position
)

select
    c.code,
    m.title,
    c.step,
    c.step_position,
    c.enrolled,
    c.before,
    c.reached,
    c.recorded,
    c.not_recorded,
    c.gave_up,
    c.under_way,
    c.silent,
    c.median_days,
    c.n_days,
    c.out_of_order,
    c.enrolled < i.minimum_n as small,
    coalesce(m.position, 0) as position
from counted as c
inner join indicators as i on i.indicator = 'completion_rate'
left join module_lines as m on c.code = m.module
order by position, c.code, c.step_position
