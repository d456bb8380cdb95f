-- Which module do enterprises take after which?
-- One row per step of the path and link: from the start to the first module, from it to the second, and so on to step `depth`, or
-- to an end, `recent` where the last workshop is at most `recent_days` old and `past` where it is older. They are the whole paths
-- of all enterprises that were trained in view; modules beyond the `shown` most common of a step are together, as kind `other`.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: n, enterprises, ties, undated counts enterprises
-- keys: step, from_position, to_position, median_days, n_days
-- parameters: depth = 4, shown = 7, recent_days = 365
with
chosen as (
    select distinct g.enterprise_id
    from engagements_in_view as g
    where g.trained
),

taken as (
    select
        p.enterprise_id,
        p.module,
        p.before_module,
        p.trained_on,
        p.days,
        p.step,
        p.steps,
        p.tied,
        p.undated
    from enterprise_paths as p
    semi join chosen as c on p.enterprise_id = c.enterprise_id
),

common as (
    select
        t.step,
        t.module,
        row_number() over (partition by t.step order by count(*) desc, t.module) <= $shown as named
    from taken as t
    group by t.step, t.module
),

links as (
    select
        t.step,
        case when t.step = 1 then 'start' when b.named then 'module' else 'other' end as from_kind,
        case when b.named then t.before_module end as from_code,
        case when a.named then 'module' else 'other' end as to_kind,
        case when a.named then t.module end as to_code,
        t.days
    from taken as t
    inner join common as a on t.step = a.step and t.module = a.module
    left join common as b on t.step = b.step + 1 and t.before_module = b.module
    where t.step <= $depth

    union all

    select
        t.step + 1 as step,
        case when a.named then 'module' else 'other' end as from_kind,
        case when a.named then t.module end as from_code,
        case when datediff('day', t.trained_on, $as_of) <= $recent_days then 'recent' else 'past' end as to_kind,
        null as to_code,
        null as days
    from taken as t
    inner join common as a on t.step = a.step and t.module = a.module
    where t.step = t.steps and t.step < $depth
),

counted as (
    select
        l.step,
        l.from_kind,
        l.from_code,
        l.to_kind,
        l.to_code,
        count(*) as n,
        median(l.days) as median_days,
        count(l.days) as n_days
    from links as l
    group by l.step, l.from_kind, l.from_code, l.to_kind, l.to_code
),

totals as (
    select
        count(distinct t.enterprise_id) as enterprises,
        count(distinct case when t.tied then t.enterprise_id end) as ties,
        count(distinct case when t.undated then t.enterprise_id end) as undated
    from taken as t
)

select
    c.step::integer as step,
    c.from_kind,
    c.from_code,
    a.title as from_title,
    coalesce(a.position, 1000) as from_position,
    c.to_kind,
    c.to_code,
    b.title as to_title,
    coalesce(b.position, case c.to_kind when 'other' then 1000 when 'recent' then 1001 else 1002 end) as to_position,
    c.n,
    c.median_days,
    c.n_days,
    t.enterprises,
    t.ties,
    t.undated
from counted as c
cross join totals as t
left join module_lines as a on c.from_code = a.module
left join module_lines as b on c.to_code = b.module
order by c.step, from_position, c.from_kind, to_position, c.to_kind
