-- Do enterprises send at least two managers and two workers to each workshop, as the programme asks?
-- One row per group of `by`. Counted are enterprises at held classroom and online workshops with a list of persons (`n`): those that
-- kept the rule, and those short of managers, of workers or of both. Workshops without a list are not computable: `reported` of
-- `expected` workshops have one; under a filter by sector, size or leadership it is not known which workshops lack one.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, kept, short_of_managers, short_of_workers, short_of_both counts enterprises
-- keys: position, n, reported, expected
-- parameters: by = 'year'
with
present as (
    select
        p.session_id,
        p.enterprise_id,
        min(p.iso3) as iso3,
        min(p.module) as module,
        min(year(p.happened_on)) as year,
        count(*) filter (where p.role = 'manager') as managers,
        count(*) filter (where p.role = 'worker') as workers
    from participations_in_view as p
    where p.kind in ('classroom', 'online') and p.enterprise_id is not null
    group by p.session_id, p.enterprise_id
),

grouped as (
    select
        case $by
            when 'total' then 'all'
            when 'year' then p.year::varchar
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then coalesce(p.iso3, 'unknown')
        end as code,
        p.session_id,
        p.managers >= 2 as enough_managers,
        p.workers >= 2 as enough_workers
    from present as p
),

sums as (
    select
        g.code,
        count(*) as n,
        count(*) filter (where g.enough_managers and g.enough_workers) as kept,
        count(*) filter (where g.enough_workers and not g.enough_managers) as short_of_managers,
        count(*) filter (where g.enough_managers and not g.enough_workers) as short_of_workers,
        count(*) filter (where not g.enough_managers and not g.enough_workers) as short_of_both,
        count(distinct g.session_id) as workshops
    from grouped as g
    group by g.code
),

-- Workshops to which somebody came, and of whose participants no enterprise is known, whatever the filters.
not_computable as (
    select
        case $by
            when 'total' then 'all'
            when 'year' then year(s.starts_on)::varchar
            when 'module' then coalesce(s.module, 'unknown')
            when 'country' then coalesce(s.iso3, 'unknown')
        end as code,
        year(s.starts_on) as year
    from sessions_in_view as s
    where
        s.session_id not in (
            select p.session_id from participations as p
            where p.enterprise_id is not null
        )
        and s.state = 'held'
        and s.kind in ('classroom', 'online')
        and (s.listed is not null or s.participants is null or s.participants > 0)
        and len($sector) = 0
        and len($size) = 0
        and $women_led::boolean is null
),

missing as (
    select
        c.code,
        count(*) as workshops
    from not_computable as c
    group by c.code
),

all_years as (
    select p.year from present as p
    union all
    select c.year from not_computable as c
),

years as (
    select
        min(y.year) as first,
        max(y.year) as last
    from all_years as y
)

select
    b.code,
    b.title,
    100e0 * s.kept / nullif(s.n, 0) as value,
    coalesce(s.kept, 0)::bigint as kept,
    coalesce(s.short_of_managers, 0)::bigint as short_of_managers,
    coalesce(s.short_of_workers, 0)::bigint as short_of_workers,
    coalesce(s.short_of_both, 0)::bigint as short_of_both,
    coalesce(s.n, 0)::bigint as n,
    coalesce(s.workshops, 0)::bigint as reported,
    case
        when len($sector) = 0 and len($size) = 0 and $women_led::boolean is null
            then coalesce(s.workshops, 0) + coalesce(w.workshops, 0)
    end::bigint as expected,
    case when s.n > 0 then 'shown' when w.workshops > 0 then 'not_computable' else 'no_data' end as status,
    coalesce(s.n, 0) < 30 as small,
    b.position
from breakdowns as b
cross join years as y
left join sums as s on b.code = s.code
left join missing as w on b.code = w.code
where
    b.dimension = $by
    and y.first is not null
    and (s.n > 0 or w.workshops > 0 or not b.optional)
    and (b.dimension <> 'year' or b.position between y.first and y.last)
    and (b.dimension <> 'module' or b.optional or len($module) = 0 or list_contains($module, b.code))
    and (b.dimension <> 'country' or b.optional or b.code in (select c.iso3 from countries_in_view as c))
order by b.position, b.code
