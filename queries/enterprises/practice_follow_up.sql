-- Of the practices that enterprises gained by the endline, how many are still in place at the follow-up?
-- One row per group of `by`: the practices gained that were asked about again (`n`), of these still in place and lost again
-- (`value` is the share lost again, `low` to `high` its 95 % interval over enterprises, with fewer than five none), and those that
-- do not apply any more or were not asked again. A practice counts in the year of its endline. An area counts each practice of an
-- enterprise once, and a practice may belong to several areas, so areas are never added up. Few are asked again, and those may differ.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high shares about enterprises in n and enterprises; still, lost_again parts about enterprises in n and enterprises; gained, not_applicable, not_asked results about enterprises in gained_enterprises
-- keys: position, reported, expected
-- parameters: by = 'area' of total|practice|area
with
grouped as (
    select
        case $by
            when 'total' then 'all'
            when 'practice' then p.practice
            when 'area' then coalesce(a.area, 'none')
        end as code,
        p.enterprise_id,
        case
            when p.held_on_follow_up then 'still'
            when not p.held_on_follow_up then 'lost_again'
            when p.follow_up is not null then 'not_applicable'
            else 'not_asked'
        end as now
    from practice_pairs_in_view as p
    left join practice_areas as a on $by = 'area' and p.practice = a.practice
    where p.outcome = 'gained'
),

clusters as (
    select
        g.code,
        g.enterprise_id,
        sum(case when g.now = 'still' then 1e0 else 0e0 end) as still,
        sum(case when g.now = 'lost_again' then 1e0 else 0e0 end) as lost_again,
        sum(case when g.now = 'not_applicable' then 1e0 else 0e0 end) as not_applicable,
        sum(case when g.now = 'not_asked' then 1e0 else 0e0 end) as not_asked,
        sum(case when g.now in ('still', 'lost_again') then 1e0 else 0e0 end) as n
    from grouped as g
    group by g.code, g.enterprise_id
),

sums as (
    select
        c.code,
        sum(c.still) as still,
        sum(c.lost_again) as lost_again,
        sum(c.not_applicable) as not_applicable,
        sum(c.not_asked) as not_asked,
        sum(c.n) as n,
        count(*) as gained_enterprises,
        count(*) filter (where c.n > 0e0)::double as m,
        sum(c.lost_again) / nullif(sum(c.n), 0e0) as p
    from clusters as c
    group by c.code
),

-- The linearised variance of a ratio of sums over enterprises.
spread as (
    select
        s.code,
        max(t.t) as t,
        sum(power(c.lost_again - s.p * c.n, 2)) / nullif(max(s.n) * max(s.n), 0e0)
        * max(s.m) / nullif(max(s.m) - 1e0, 0e0) as variance
    from sums as s
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
    inner join clusters as c on s.code = c.code
    group by s.code
),

-- Wilson's interval, for as many independent cases as have that variance; where all enterprises are alike, they are the cases.
cases as (
    select
        s.code,
        s.p,
        v.t,
        case when v.variance > 1e-12 then s.p * (1e0 - s.p) / nullif(v.variance, 0e0) else s.m end as cases
    from sums as s
    inner join spread as v on s.code = v.code
),

intervals as (
    select
        c.code,
        (c.cases * c.p + 0.5e0 * c.t * c.t) / nullif(c.cases + c.t * c.t, 0e0) as middle,
        c.t * sqrt(c.cases * c.p * (1e0 - c.p) + 0.25e0 * c.t * c.t) / nullif(c.cases + c.t * c.t, 0e0) as half
    from cases as c
),

named as (
    select
        p.practice as code,
        p.title,
        row_number() over (order by l.position, p.title, p.practice)::integer as position
    from practices as p
    left join module_lines as l on p.module = l.module
    where $by = 'practice' and (len($module) = 0 or p.module is null or list_contains($module, p.module))

    union all

    select
        a.area as code,
        a.area as title,
        row_number() over (order by a.area)::integer as position
    from (select distinct x.area from practice_areas as x) as a
    where $by = 'area'

    union all

    select
        listed.code,
        null as title,
        listed.position
    from (values ('total', 'all', 1), ('area', 'none', 9999)) as listed (dimension, code, position)
    where listed.dimension = $by
)

select
    g.code,
    g.title,
    100e0 * s.p as value,
    case when i.half is not null then 100e0 * greatest(i.middle - i.half, 0e0) end as low,
    case when i.half is not null then 100e0 * least(i.middle + i.half, 1e0) end as high,
    coalesce(s.still, 0)::bigint as still,
    coalesce(s.lost_again, 0)::bigint as lost_again,
    coalesce(s.not_applicable, 0)::bigint as not_applicable,
    coalesce(s.not_asked, 0)::bigint as not_asked,
    coalesce(s.still + s.lost_again + s.not_applicable + s.not_asked, 0)::bigint as gained,
    coalesce(s.n, 0)::bigint as n,
    coalesce(s.m, 0)::bigint as enterprises,
    coalesce(s.gained_enterprises, 0)::bigint as gained_enterprises,
    coalesce(s.n + s.not_applicable, 0)::bigint as reported,
    coalesce(s.still + s.lost_again + s.not_applicable + s.not_asked, 0)::bigint as expected,
    case when s.n > 0e0 then 'shown' when s.m is not null then 'not_computable' else 'no_data' end as status,
    coalesce(s.n, 0e0) < k.minimum_n or coalesce(s.m, 0e0) < 5e0 as small,
    g.position
from named as g
inner join indicators as k on k.indicator = 'practices_adopted'
left join sums as s on g.code = s.code
left join intervals as i on g.code = i.code
where (select count(*) from sums) > 0 and (g.code <> 'none' or s.m is not null)
order by g.position, g.code
