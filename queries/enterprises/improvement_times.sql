-- How long does an improvement project take to complete?
-- One row per group of `by`, of projects started in the period in view: days from start to completion by product limit. `value` is the day by
-- which half of them are completed, `low` to `high` its 95 % interval; one still under way counts for as long as it has been open, and is
-- neither completed nor given up. `within_90` is the share completed in 90 days. Left out and counted: planned ones, stopped ones (the day
-- they stopped is not recorded), those completed on no known day or before their start, and those of an enterprise with more than 100 projects.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high, first_quarter, third_quarter quantiles about enterprises in enterprises; within_90 results about enterprises in enterprises; n, completed, open_ones, planned, stopped, no_day, out_of_order, left_out counts projects
-- keys: position
-- parameters: by = 'category' of total|category|proposed_by|module|country|sector|year
with
coded as (
    select
        case $by
            when 'total' then 'all'
            when 'category' then i.category
            when 'proposed_by' then i.proposed_by
            when 'module' then coalesce(i.module, 'unknown')
            when 'country' then i.iso3
            when 'sector' then i.sector
            when 'year' then year(i.started_on)::varchar
        end as code,
        i.category_title,
        i.enterprise_id,
        i.timing,
        i.days,
        i.many_projects
    from improvements_in_scope as i
    where ($from_on::date is null or i.started_on >= $from_on::date) and (i.started_on < $before_on::date or $from_on::date is null)
),

timed as (
    select
        c.code,
        c.enterprise_id,
        c.days,
        c.timing = 'completed' as completed
    from coded as c
    where not c.many_projects and c.timing in ('completed', 'open')
),

leaving_given as ( -- noqa: ST03
    select
        o.code,
        o.days,
        count(*) as leaving,
        count(*) filter (where o.completed) as events
    from timed as o
    group by o.code, o.days
),

survived as (
    select
        t.code,
        t.days,
        sum(t.log_factor) over (partition by t.code order by t.days rows between unbounded preceding and current row) as log_left,
        sum(t.variance) over (partition by t.code order by t.days rows between unbounded preceding and current row) as variance,
        max(t.all_done) over (partition by t.code order by t.days rows between unbounded preceding and current row) as all_done
    from product_limit_terms as t
),

-- What is left at each day, with its interval on the log-log scale; once all are completed nothing is.
limits as (
    select
        s.code,
        s.days,
        case when s.all_done = 1 then 0e0 else exp(s.log_left) end as remaining,
        case
            when s.all_done = 1 then 0e0
            when s.log_left < 0e0 then exp(s.log_left * exp(1.96e0 * sqrt(s.variance) / nullif(-s.log_left, 0e0)))
            else 1e0
        end as remaining_low,
        case
            when s.all_done = 1 then null
            when s.log_left < 0e0 then exp(s.log_left * exp(-1.96e0 * sqrt(s.variance) / nullif(-s.log_left, 0e0)))
            else 1e0
        end as remaining_high
    from survived as s
),

-- Half is half, whatever the rounding of logarithms.
reached as (
    select
        l.code,
        min(case when l.remaining <= 0.5e0 + 1e-9 then l.days end) as half,
        min(case when l.remaining_low <= 0.5e0 + 1e-9 then l.days end) as half_low,
        min(case when l.remaining_high <= 0.5e0 + 1e-9 then l.days end) as half_high,
        min(case when l.remaining <= 0.75e0 + 1e-9 then l.days end) as first_quarter,
        min(case when l.remaining <= 0.25e0 + 1e-9 then l.days end) as third_quarter,
        min(case when l.days <= 90 then l.remaining end) as remaining_at_90,
        max(l.days) as longest
    from limits as l
    group by l.code
),

counted as (
    select
        c.code,
        count(distinct case when not c.many_projects and c.timing in ('completed', 'open') then c.enterprise_id end) as enterprises,
        count(*) filter (where not c.many_projects and c.timing = 'completed') as completed,
        count(*) filter (where not c.many_projects and c.timing = 'open') as open_ones,
        count(*) filter (where not c.many_projects and c.timing = 'planned') as planned,
        count(*) filter (where not c.many_projects and c.timing = 'stopped') as stopped,
        count(*) filter (where not c.many_projects and c.timing = 'no_day') as no_day,
        count(*) filter (where not c.many_projects and c.timing = 'out_of_order') as out_of_order,
        count(*) filter (where c.many_projects) as left_out,
        min(c.category_title) as category_title
    from coded as c
    group by c.code
),

parts as (
    select
        b.code,
        b.title,
        b.position
    from breakdowns as b
    where b.dimension = $by

    union all

    select
        c.code,
        case when $by = 'category' then c.category_title end as title,
        row_number() over (order by c.completed + c.open_ones desc, c.code)::integer as position
    from counted as c
    where $by in ('category', 'proposed_by')
)

select
    g.code,
    g.title,
    r.half::bigint as value,
    case when r.half is not null then r.half_low end::bigint as low,
    case when r.half is not null then r.half_high end::bigint as high,
    case when r.longest >= 90 or r.remaining_at_90 = 0e0 then 100e0 * (1e0 - coalesce(r.remaining_at_90, 1e0)) end as within_90,
    r.first_quarter::bigint as first_quarter,
    r.third_quarter::bigint as third_quarter,
    (c.completed + c.open_ones)::bigint as n,
    c.enterprises::bigint as enterprises,
    c.completed::bigint as completed,
    c.open_ones::bigint as open_ones,
    c.planned::bigint as planned,
    c.stopped::bigint as stopped,
    c.no_day::bigint as no_day,
    c.out_of_order::bigint as out_of_order,
    c.left_out::bigint as left_out,
    c.completed + c.open_ones < 10 as small,
    case
        when r.half is not null then 'shown'
        when c.completed + c.open_ones > 0 then 'not_due'
        else 'not_computable'
    end as status,
    g.position
from parts as g
inner join counted as c on g.code = c.code
left join reached as r on g.code = r.code
order by g.position, g.code
