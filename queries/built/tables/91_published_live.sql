-- One row per published figure: what this export holds by the same definition, place, project, modules and days; or why that cannot be
-- said. A figure of the global programme's phases is about everything of its time, whoever paid.
with
claims as (
    select
        p.id,
        p.iso3,
        p.sex,
        p.entity,
        coalesce(own.live, case when own.id is null then kind.live end) as live,
        coalesce(own.verdict, case when own.id is null then kind.verdict end) as verdict,
        coalesce(own.why, case when own.id is null then kind.why end) as why,
        case when p.project not like 'Global SCORE Programme phase%' then p.project end as project,
        string_split(p.module, '; ') as titles,
        case length(p.period_start)
            when 4 then make_date(p.period_start::integer, 1, 1)
            when 7 then (p.period_start || '-01')::date
            else p.period_start::date
        end as from_on,
        case length(coalesce(p.period_end, p.period_start))
            when 4 then make_date(coalesce(p.period_end, p.period_start)::integer, 12, 31)
            when 7 then last_day((coalesce(p.period_end, p.period_start) || '-01')::date)
            else coalesce(p.period_end, p.period_start)::date
        end as to_on
    from published_figures as p
    left join published_measures as own on p.id = own.id
    left join published_measures as kind
        on kind.id is null and p.indicator = kind.indicator and coalesce(p.counts, '') = kind.counts
),

-- A module is named by its title, or by how its title begins.
named as (
    select
        k.id,
        unnest(k.titles) as title
    from claims as k
),

modules_named as (
    select
        n.id,
        list(distinct m.module) as modules
    from named as n
    inner join modules as m on starts_with(m.title, n.title)
    group by n.id
),

scoped as (
    select
        k.id,
        k.iso3,
        k.sex,
        k.live,
        k.from_on,
        k.to_on,
        j.project_id,
        n.modules,
        case
            when k.entity is not null then 'not_comparable'
            when k.verdict is not null then k.verdict
            when k.from_on is null then 'not_computable'
            when k.from_on > $as_of then 'not_computable'
            when k.project is not null and j.project_id is null then 'not_computable'
            when k.titles is not null and n.modules is null then 'not_computable'
        end as verdict,
        case
            when k.entity is not null then 'one_enterprise'
            when k.verdict is not null then k.why
            when k.from_on is null then 'no_period'
            when k.from_on > $as_of then 'after_the_export'
            when k.project is not null and j.project_id is null then 'project_not_in_export'
            when k.titles is not null and n.modules is null then 'module_not_in_export'
        end as why
    from claims as k
    left join projects as j on k.project = j.title
    left join modules_named as n on k.id = n.id
),

facts as (
    select
        s.id,
        i.aggregation,
        f.unit_id,
        f.enterprise_id,
        f.numerator,
        f.denominator,
        row_number() over (partition by s.id, f.unit_id order by f.happened_on desc, f.numerator desc) as latest
    from scoped as s
    inner join indicators as i on s.live = i.indicator
    inner join indicator_facts as f
        on
            s.live = f.indicator
            and f.happened_on between s.from_on and s.to_on
            and (s.iso3 is null or s.iso3 = f.iso3)
            and (s.project_id is null or s.project_id = f.project_id)
            and (s.modules is null or list_contains(s.modules, f.module))
            and (s.sex = 'all' or i.aggregation in ('ratio', 'distinct_ratio') or s.sex = f.sex)
    where s.verdict is null and f.numerator is not null
),

counted as (
    select
        f.id,
        case f.aggregation
            when 'sum' then sum(f.numerator)
            when 'distinct' then count(distinct f.unit_id)
            when 'latest' then sum(case when f.latest = 1 then f.numerator end)
            when 'ratio' then 100e0 * sum(f.numerator) / nullif(sum(f.denominator), 0e0)
            when 'distinct_ratio'
                then
                    100e0 * count(distinct case when f.numerator > 0e0 then f.unit_id end)
                    / nullif(count(distinct case when f.denominator > 0e0 then f.unit_id end), 0)
        end::double as live_value,
        count(distinct f.enterprise_id) as enterprises
    from facts as f
    group by f.id, f.aggregation
)

select
    s.id,
    s.live as indicator,
    s.from_on,
    s.to_on,
    coalesce(s.verdict, case when c.id is null then 'not_computable' end) as verdict,
    coalesce(s.why, case when c.id is null then 'nothing_reported' end) as why,
    c.live_value,
    coalesce(c.enterprises, 0)::bigint as enterprises
from scoped as s
left join counted as c on s.id = c.id
order by s.id
