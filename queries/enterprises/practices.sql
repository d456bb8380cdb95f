-- Which practices did enterprises gain, keep, lose or never have, between the first baseline and the last endline?
-- One row per group of `by`; a pair is an enterprise and a practice answered with yes or no at both, and counts in the year of its endline.
-- `gained`, `kept`, `lost` and `never` are counts of pairs, and their shares add up to 100; `before` and `after` are the shares in place,
-- `change` their difference in points, with its 95 % interval over enterprises (fewer than five have none); `adopted` is the share gained
-- of those not in place before, `lost_again` the share lost of those in place before. Practices that do not apply stand apart.
-- Enterprises that gave the same answers to everything in every round were not re-measured: `repeated` says how many, and they are
-- left out of all shares unless `repeats` is 'counted'. Expected are the enterprises whose endline is due, reported those with answers at both
-- rounds, silent the others. An area counts each pair once, and a pair may belong to several areas, so areas are never added up.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: gained, kept, lost, never, change, low, high, before, after, gained_share, kept_share, lost_share, never_share, adopted, lost_again outcomes about enterprises in enterprises; n, not_applicable results about enterprises in enterprises
-- keys: position, expected, reported, silent, repeated
-- parameters: by = 'practice' of total|practice|area|module|country|sector|size|year|women_led, repeats = 'left_out' of left_out|counted
with
grouped as (
    select
        case $by
            when 'total' then 'all'
            when 'practice' then p.practice
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then p.iso3
            when 'sector' then p.sector
            when 'size' then p.size
            when 'year' then year(p.counted_on)::varchar
            when 'women_led' then case when p.women_led then 'yes' when not p.women_led then 'no' else 'unknown' end
        end as code,
        p.enterprise_id,
        p.status,
        p.outcome,
        p.repeated,
        p.reported,
        p.expected
    from practice_pairs_in_view as p
    where $by <> 'area'

    union all

    select
        coalesce(a.area, 'none') as code,
        p.enterprise_id,
        p.status,
        p.outcome,
        p.repeated,
        p.reported,
        p.expected
    from practice_pairs_in_view as p
    left join practice_areas as a on p.practice = a.practice
    where $by = 'area'
),

-- Enterprises are the cases: their answers to many practices are not independent of one another.
clusters as (
    select
        g.code,
        g.enterprise_id,
        sum(case when g.outcome = 'gained' then 1e0 else 0e0 end) as gained,
        sum(case when g.outcome = 'kept' then 1e0 else 0e0 end) as kept,
        sum(case when g.outcome = 'lost' then 1e0 else 0e0 end) as lost,
        sum(case when g.outcome = 'never' then 1e0 else 0e0 end) as never,
        sum(case when g.status = 'not_applicable' and g.reported then 1e0 else 0e0 end) as not_applicable,
        sum(case when g.outcome is not null then 1e0 else 0e0 end) as n,
        max(case when g.expected then 1 else 0 end) as expected,
        max(case when g.reported then 1 else 0 end) as reported,
        max(case when g.reported and g.repeated then 1 else 0 end) as repeated
    from grouped as g
    group by g.code, g.enterprise_id
),

counted as (
    select
        c.code,
        sum(c.expected) as expected,
        sum(c.reported) as reported,
        sum(c.repeated) as repeated
    from clusters as c
    group by c.code
),

told as (
    select c.*
    from clusters as c
    where c.repeated = 0 or $repeats = 'counted'
),

sums as (
    select
        c.code,
        sum(c.gained) as gained,
        sum(c.kept) as kept,
        sum(c.lost) as lost,
        sum(c.never) as never,
        sum(c.not_applicable) as not_applicable,
        sum(c.n) as n,
        count(*) filter (where c.n > 0e0)::double as m,
        (sum(c.gained) - sum(c.lost)) / nullif(sum(c.n), 0e0) as change
    from told as c
    group by c.code
),

-- The linearised variance of a ratio of sums over enterprises.
spread as (
    select
        s.code,
        max(t.t) * sqrt(
            sum(power(c.gained - c.lost - s.change * c.n, 2)) / nullif(max(s.n) * max(s.n), 0e0)
            * max(s.m) / nullif(max(s.m) - 1e0, 0e0)
        ) as margin
    from sums as s
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
    inner join told as c on s.code = c.code
    group by s.code
),

named as (
    select
        b.code,
        b.title,
        b.position,
        b.optional
    from breakdowns as b
    where b.dimension = $by

    union all

    select
        p.practice as code,
        p.title,
        row_number() over (order by l.position, p.title, p.practice)::integer as position,
        false as optional
    from practices as p
    left join module_lines as l on p.module = l.module
    where $by = 'practice' and (len($module) = 0 or p.module is null or list_contains($module, p.module))

    union all

    select
        a.area as code,
        a.area as title,
        row_number() over (order by a.area)::integer as position,
        false as optional
    from (select distinct x.area from practice_areas as x) as a
    where $by = 'area'

    union all

    select
        'none' as code,
        null as title,
        9999 as position,
        true as optional
    where $by = 'area'
),

years as (
    select
        min(c.code) as first,
        max(c.code) as last
    from counted as c
    where c.expected > 0
)

select
    g.code,
    g.title,
    m.title as module_title,
    100e0 * s.gained / nullif(s.n, 0e0) as gained_share,
    100e0 * s.kept / nullif(s.n, 0e0) as kept_share,
    100e0 * s.lost / nullif(s.n, 0e0) as lost_share,
    100e0 * s.never / nullif(s.n, 0e0) as never_share,
    100e0 * (s.kept + s.lost) / nullif(s.n, 0e0) as before,
    100e0 * (s.kept + s.gained) / nullif(s.n, 0e0) as after,
    100e0 * s.change as change,
    -- Enterprises that all changed alike tell nothing of others.
    case when v.margin > 1e-6 then 100e0 * greatest(s.change - v.margin, -1e0) end as low,
    case when v.margin > 1e-6 then 100e0 * least(s.change + v.margin, 1e0) end as high,
    100e0 * s.gained / nullif(s.gained + s.never, 0e0) as adopted,
    100e0 * s.lost / nullif(s.kept + s.lost, 0e0) as lost_again,
    coalesce(s.gained, 0)::bigint as gained,
    coalesce(s.kept, 0)::bigint as kept,
    coalesce(s.lost, 0)::bigint as lost,
    coalesce(s.never, 0)::bigint as never,
    coalesce(s.not_applicable, 0)::bigint as not_applicable,
    coalesce(s.n, 0)::bigint as n,
    coalesce(s.m, 0)::bigint as enterprises,
    coalesce(c.repeated, 0)::bigint as repeated,
    coalesce(c.reported, 0)::bigint as reported,
    coalesce(c.expected, 0)::bigint as expected,
    (coalesce(c.expected, 0) - coalesce(c.reported, 0))::bigint as silent,
    case when s.n > 0e0 then 'shown' when c.expected > 0 then 'not_computable' else 'no_data' end as status,
    coalesce(s.n, 0e0) < k.minimum_n or coalesce(s.m, 0e0) < 5e0 as small,
    g.position
from named as g
cross join years as y
inner join indicators as k on k.indicator = 'practices_adopted'
left join practices as p on $by = 'practice' and g.code = p.practice
left join module_lines as m on p.module = m.module
left join counted as c on g.code = c.code
left join sums as s on g.code = s.code
left join spread as v on g.code = v.code
where
    y.first is not null
    and (c.expected > 0 or not g.optional)
    and ($by <> 'year' or g.code between y.first and y.last)
    and ($by <> 'module' or g.optional or len($module) = 0 or list_contains($module, g.code))
    and ($by <> 'sector' or g.optional or len($sector) = 0 or list_contains($sector, g.code))
    and ($by <> 'size' or len($size) = 0 or list_contains($size, g.code))
    and ($by <> 'country' or g.optional or g.code in (select i.iso3 from countries_in_view as i))
order by g.position, g.code
