-- How did one indicator of one project come to where it is, and what was promised for when?
-- One row per day on which a target is due, a year ends or the export was made: the actual to that day, and the target of that day.
-- It is the line of the project `one`, the indicator `of_indicator`, and where they are given the country, module and sex.
-- kind: projects
-- filters: none
-- measures: actual by indicator in enterprises
-- keys: target, baseline
-- parameters: one = '', of_indicator = '', place = '', module_named = '', of_sex = all
-- cells: project
with
line as (
    select
        l.*,
        min(l.from_on) over () as line_from_on,
        max(l.ends_on) over () as line_ends_on
    from target_lines as l
    where
        l.project_id = $one
        and l.indicator = $of_indicator
        and coalesce(l.iso3, '') = $place
        and coalesce(l.module, '') = $module_named
        and l.sex = $of_sex
),

kind_of_line as (
    select
        l.project_id,
        l.indicator,
        max(l.aggregation) as aggregation,
        max(l.cumulation) as cumulation,
        max(l.unit) as unit,
        max(l.better) as better,
        min(l.starts_on) as starts_on,
        max(l.ends_on) as ends_on,
        max(case when l.by_project then 1 else 0 end) = 1 as by_project,
        max(case when l.basis = 'reported' then 1 else 0 end) = 1 as is_sent,
        min(l.baseline) as baseline
    from line as l
    group by l.project_id, l.indicator
),

days as (
    select l.ends_on as day
    from line as l

    union

    select make_date(s.year, 12, 31) as day
    from calendar_spans as s
    cross join kind_of_line as k
    where make_date(s.year, 12, 31) between k.starts_on and least(k.ends_on, $as_of)

    union

    select least(k.ends_on, $as_of) as day
    from kind_of_line as k

    union

    select r.ends_on as day
    from results as r
    inner join kind_of_line as k on r.project_id = k.project_id and r.indicator = k.indicator
    where coalesce(r.iso3, '') = $place and coalesce(r.module, '') = $module_named and r.sex = $of_sex and r.as_of <= $as_of
),

matched as (
    select
        d.day,
        f.unit_no,
        f.enterprise_no,
        f.happened_on,
        f.numerator,
        f.denominator
    from days as d
    cross join kind_of_line as k
    inner join project_facts as f
        on
            k.project_id = f.project_id
            and k.indicator = f.indicator
            and k.starts_on <= f.happened_on
            and d.day >= f.happened_on
            and ($place = '' or f.iso3 = $place)
            and ($module_named = '' or f.module = $module_named)
            and ($of_sex = 'all' or f.sex = $of_sex)
    where d.day <= $as_of and k.by_project and f.numerator is not null
),

last_values as (
    select
        m.day,
        m.unit_no,
        max_by(m.numerator, m.happened_on) as numerator
    from matched as m
    group by m.day, m.unit_no
),

latest as (
    select
        v.day,
        sum(v.numerator) as numerator
    from last_values as v
    group by v.day
),

counted as (
    select
        m.day,
        count(*) as reported,
        count(distinct m.enterprise_no) as enterprises,
        count(distinct m.unit_no) as units,
        count(distinct case when m.numerator > 0e0 then m.unit_no end) as positive_units,
        count(distinct case when m.denominator > 0e0 then m.unit_no end) as based_units,
        sum(m.numerator) as numerator,
        sum(m.denominator) as denominator
    from matched as m
    group by m.day
),

sent as (
    select
        r.ends_on as day,
        case
            when max(k.cumulation) = 'increment' then sum(sum(r.numerator)) over (order by r.ends_on)
            else max(
                case when r.denominator is not null then 100e0 * r.numerator / nullif(r.denominator, 0e0) else r.numerator end
            )
        end as value
    from results as r
    inner join kind_of_line as k on r.project_id = k.project_id and r.indicator = k.indicator
    where
        k.is_sent
        and coalesce(r.iso3, '') = $place
        and coalesce(r.module, '') = $module_named
        and r.sex = $of_sex
        and r.as_of <= $as_of
    group by r.ends_on
),

due as (
    select
        l.ends_on as day,
        max(l.target) as target,
        max(case when l.whole then 1 else 0 end) = 1 as whole
    from line as l
    group by l.ends_on
)

select
    k.project_id,
    k.indicator,
    nullif($place, '') as iso3,
    d.day,
    u.target,
    coalesce(
        case k.aggregation
            when 'sum' then c.numerator
            when 'distinct' then c.units
            when 'latest' then l.numerator
            when 'per_unit' then c.numerator / nullif(c.units, 0)
            when 'ratio' then 100e0 * c.numerator / nullif(c.denominator, 0e0)
            when 'distinct_ratio' then 100e0 * c.positive_units / nullif(c.based_units, 0)
        end,
        s.value
    ) as actual,
    case when c.day is not null then 'counted' when s.day is not null then 'reported' else 'none' end as basis,
    coalesce(c.enterprises, 0)::bigint as enterprises,
    coalesce(u.whole, false) as whole,
    k.baseline,
    k.starts_on,
    k.ends_on,
    k.cumulation,
    k.unit,
    k.better
from kind_of_line as k
cross join days as d
left join due as u on d.day = u.day
left join counted as c on d.day = c.day
left join latest as l on d.day = l.day
left join sent as s on d.day = s.day
order by d.day
