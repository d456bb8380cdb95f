-- How many enterprises were trained in each module, year by year?
-- One row per line of modules and calendar year, from the first year with training on; a year without is 0. A line is a module,
-- or with `lines` = joined all that replaced one another, in which an enterprise trained in two in one year counts once.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: trained, line_trained, enterprises counts enterprises; countries_changed counts countries
-- keys: year, position, changed_first, changed_last
-- parameters: lines = joined
with
members as (
    select
        m.module,
        m.line as whole_line,
        case when $lines = 'joined' then m.line else m.module end as line,
        case when $lines = 'joined' then m.line_title else m.title end as title,
        case when $lines = 'joined' then m.line_modules else m.module end as modules,
        case when $lines = 'joined' then m.line_position else m.position end as line_position
    from module_lines as m
    where len($module) = 0 or list_contains($module, m.module)
),

lines_listed as (
    select
        m.line,
        m.title,
        m.modules,
        min(m.line_position) as position
    from members as m
    group by m.line, m.title, m.modules
),

trained as (
    select
        m.line,
        m.whole_line,
        g.module,
        g.iso3,
        g.enterprise_id,
        g.counted_on,
        year(g.counted_on) as year
    from engagements_in_view as g
    inner join members as m on g.module = m.module
    where g.trained
),

by_year as (
    select
        t.line,
        t.year,
        count(distinct t.enterprise_id) as trained
    from trained as t
    group by t.line, t.year
),

by_line as (
    select
        t.line,
        count(distinct t.enterprise_id) as trained
    from trained as t
    group by t.line
),

everyone as (
    select count(distinct t.enterprise_id) as trained
    from trained as t
),

-- A module that takes another's place does so in each country on the first day of its own version there, else of the version
-- that holds everywhere; where the dictionary has neither, with its first workshop there.
replacements as (
    select
        n.module,
        n.whole_line,
        n.line
    from members as n
    where n.module in (select o.replaced_by from modules as o)
),

dictionary_days as (
    select
        v.module,
        v.iso3,
        min(v.valid_from) as valid_from
    from module_versions as v
    group by v.module, v.iso3
),

first_workshops as (
    select
        t.iso3,
        t.module,
        min(t.counted_on) as trained_on
    from trained as t
    group by t.iso3, t.module
),

line_countries as (
    select distinct
        t.iso3,
        t.whole_line
    from trained as t
),

changes as (
    select
        r.line,
        c.iso3,
        coalesce(own.valid_from, everywhere.valid_from, f.trained_on) as changed_on
    from replacements as r
    inner join line_countries as c on r.whole_line = c.whole_line
    left join dictionary_days as own on r.module = own.module and c.iso3 = own.iso3
    left join dictionary_days as everywhere on r.module = everywhere.module and everywhere.iso3 is null
    left join first_workshops as f on c.iso3 = f.iso3 and r.module = f.module
),

years as (
    select distinct s.year
    from calendar_spans as s
    where
        s.year >= (select min(t.year) from trained as t)
        and s.year < year($before_on::date - interval 1 day) + 1
),

changes_by_year as (
    select
        c.line,
        year(c.changed_on) as year,
        count(distinct c.iso3) as countries
    from changes as c
    where c.changed_on <= $as_of and year(c.changed_on) in (select y.year from years as y)
    group by c.line, year(c.changed_on)
),

changed_lines as (
    select
        c.line,
        min(c.year) as first_year,
        max(c.year) as last_year
    from changes_by_year as c
    group by c.line
),

-- What a line by itself took the place of; in a joined line its own title says so.
replaced_titles as (
    select
        o.replaced_by as line,
        string_agg(o.title, ', ' order by o.title) as titles
    from modules as o
    where o.replaced_by is not null and $lines <> 'joined'
    group by o.replaced_by
)

select
    l.line,
    l.title,
    l.modules,
    r.titles as replaces,
    y.year,
    coalesce(b.trained, 0)::bigint as trained,
    coalesce(w.trained, 0)::bigint as line_trained,
    e.trained as enterprises,
    coalesce(c.countries, 0)::bigint as countries_changed,
    d.first_year as changed_first,
    d.last_year as changed_last,
    make_date(y.year + 1, 1, 1) <= $before_on::date as complete,
    l.position
from lines_listed as l
cross join years as y
cross join everyone as e
left join by_year as b on l.line = b.line and y.year = b.year
left join by_line as w on l.line = w.line
left join changes_by_year as c on l.line = c.line and y.year = c.year
left join changed_lines as d on l.line = d.line
left join replaced_titles as r on l.line = r.line
order by l.position, l.line, y.year
