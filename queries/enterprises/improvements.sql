-- What do enterprises improve, and how many of their improvement projects are completed?
-- One row per group of `by`; a status, proposer, module, country, sector or year without a project is listed with 0. A project counts once,
-- by the day of its completion, or else of its start. Projects of an enterprise with more than 100 of them are left out (`left_out`)
-- unless `flagged` is 'with': so many are suggestions that were entered as projects. `per_enterprise` is the median of those that have any.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, projects, planned, under_way, stopped, no_day, left_out counts projects; enterprises, enterprises_left_out counts enterprises; per_enterprise, most counts projects
-- keys: position
-- parameters: by = 'category', flagged = 'without'
with
coded as (
    select
        case $by
            when 'total' then 'all'
            when 'category' then i.category
            when 'status' then i.status
            when 'proposed_by' then i.proposed_by
            when 'module' then coalesce(i.module, 'unknown')
            when 'country' then i.iso3
            when 'sector' then i.sector
            when 'year' then year(i.counted_on)::varchar
            when 'projects' then
                case
                    when count(*) over (partition by i.enterprise_id) > 100 then '101+'
                    when count(*) over (partition by i.enterprise_id) > 20 then '21-100'
                    when count(*) over (partition by i.enterprise_id) > 10 then '11-20'
                    when count(*) over (partition by i.enterprise_id) > 5 then '6-10'
                    when count(*) over (partition by i.enterprise_id) > 2 then '3-5'
                    else '1-2'
                end
        end as code,
        i.category_title,
        i.enterprise_id,
        i.status,
        i.timing,
        i.many_projects
    from improvements_in_view as i
),

kept as (
    select
        c.code,
        c.enterprise_id,
        c.status,
        c.timing
    from coded as c
    where $flagged = 'with' or not c.many_projects
),

of_each as (
    select
        k.code,
        k.enterprise_id,
        count(*) as projects
    from kept as k
    group by k.code, k.enterprise_id
),

spread as (
    select
        o.code,
        count(*) as enterprises,
        median(o.projects * 1e0) as per_enterprise,
        max(o.projects) as most
    from of_each as o
    group by o.code
),

counted as (
    select
        k.code,
        count(*) as projects,
        count(*) filter (where k.status = 'completed') as completed,
        count(*) filter (where k.status = 'planned') as planned,
        count(*) filter (where k.status = 'under_way') as under_way,
        count(*) filter (where k.status = 'stopped') as stopped,
        count(*) filter (where k.timing = 'no_day') as no_day
    from kept as k
    group by k.code
),

left_out as (
    select
        c.code,
        count(*) as left_out,
        count(distinct c.enterprise_id) as enterprises_left_out
    from coded as c
    where c.many_projects and $flagged <> 'with'
    group by c.code
),

named as (
    select
        c.code,
        min(c.category_title) as title,
        count(*) as projects
    from coded as c
    where $by = 'category'
    group by c.code
),

spans as (
    select
        min(c.code) as first_code,
        max(c.code) as last_code
    from coded as c
),

parts as (
    select
        b.code,
        b.title,
        b.position,
        b.optional
    from breakdowns as b
    cross join spans as s
    where
        b.dimension = $by
        and (b.dimension <> 'year' or (b.code >= s.first_code and b.code <= s.last_code))
        and (b.dimension <> 'module' or b.optional or len($module) = 0 or list_contains($module, b.code))
        and (b.dimension <> 'sector' or b.optional or len($sector) = 0 or list_contains($sector, b.code))
        and (b.dimension <> 'country' or b.optional or b.code in (select c.iso3 from countries_in_view as c))

    union all

    select
        n.code,
        n.title,
        row_number() over (order by n.projects desc, n.code)::integer as position,
        true as optional
    from named as n

    union all

    select
        listed.code,
        null as title,
        listed.position,
        listed.optional
    from (
        values
        ('status', 'completed', 1, false),
        ('status', 'under_way', 2, false),
        ('status', 'planned', 3, false),
        ('status', 'stopped', 4, false),
        ('proposed_by', 'worker', 1, false),
        ('proposed_by', 'team', 2, false),
        ('proposed_by', 'manager', 3, false),
        ('proposed_by', 'trainer', 4, false),
        ('proposed_by', 'unknown', 5, true),
        ('projects', '1-2', 1, false),
        ('projects', '3-5', 2, false),
        ('projects', '6-10', 3, false),
        ('projects', '11-20', 4, false),
        ('projects', '21-100', 5, false),
        ('projects', '101+', 6, true)
    ) as listed (dimension, code, position, optional)
    where listed.dimension = $by
)

select
    g.code,
    g.title,
    coalesce(c.completed, 0)::bigint as value,
    coalesce(c.projects, 0)::bigint as projects,
    coalesce(c.planned, 0)::bigint as planned,
    coalesce(c.under_way, 0)::bigint as under_way,
    coalesce(c.stopped, 0)::bigint as stopped,
    coalesce(c.no_day, 0)::bigint as no_day,
    coalesce(s.enterprises, 0)::bigint as enterprises,
    s.per_enterprise,
    coalesce(s.most, 0)::bigint as most,
    coalesce(l.left_out, 0)::bigint as left_out,
    coalesce(l.enterprises_left_out, 0)::bigint as enterprises_left_out,
    case when coalesce(c.projects, 0) + coalesce(l.left_out, 0) > 0 then 'shown' else 'no_data' end as status,
    g.position
from parts as g
left join counted as c on g.code = c.code
left join spread as s on g.code = s.code
left join left_out as l on g.code = l.code
where (select count(*) from coded) > 0 and (c.projects > 0 or l.left_out > 0 or not g.optional)
order by g.position, g.code
