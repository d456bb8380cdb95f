-- One row per module, with its place in teaching order and the line that it belongs to: the module that it ends in when each
-- is followed by what replaced it, and all of the line's titles in that order. `ahead` counts the replacements still to come.
with recursive
followed as (
    select
        m.module,
        m.module as reached,
        0 as ahead
    from modules as m

    union all

    select
        f.module,
        n.module as reached,
        f.ahead + 1 as ahead
    from followed as f
    inner join modules as m on f.reached = m.module
    inner join modules as n on m.replaced_by = n.module
    -- Modules that replace one another in a circle have no end.
    where f.ahead < (select count(*) from modules)
),

ends as (
    select
        f.module,
        case
            when max(case when f.ahead > 0 and f.reached = f.module then 1 else 0 end) = 1 then f.module
            else max_by(f.reached, f.ahead)
        end as line,
        max(f.ahead) as ahead
    from followed as f
    group by f.module
),

-- The order that holds everywhere, else the middle of the countries' own.
orders as (
    select
        v.module,
        coalesce(min(case when v.iso3 is null then v.position end), median(v.position)) as taught
    from module_versions as v
    group by v.module
),

placed as (
    select
        m.module,
        m.title,
        m.adapted_from,
        row_number() over (order by coalesce(o.taught, 99), m.title, m.module)::integer as position
    from modules as m
    left join orders as o on m.module = o.module
)

select
    p.module,
    p.title,
    p.adapted_from,
    p.position,
    e.line,
    e.ahead::integer as ahead,
    string_agg(p.title, ' → ') over (
        partition by e.line
        order by e.ahead desc, p.position
        rows between unbounded preceding and unbounded following
    ) as line_title,
    string_agg(p.module, ',') over (
        partition by e.line
        order by e.ahead desc, p.position
        rows between unbounded preceding and unbounded following
    ) as line_modules,
    min(p.position) over (partition by e.line)::integer as line_position
from placed as p
inner join ends as e on p.module = e.module
order by p.position
