-- How do participants rate the training, and how many answer?
-- One row per group of `by`: answers from 1 to 5, the share of 4 and 5 among the answers (`value`) with its 95 % interval over
-- enterprises (a session stands in where the enterprise is not known; fewer than five have no interval), and the share of attendances
-- that answered (`response`). Groups that nobody attended are listed with 0; no group at all where nobody attended anything.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high shares about people in n and enterprises; ones, twos, threes, fours, fives parts about people in n and enterprises; response results about people in n and enterprises; asked counts people
-- keys: position
-- parameters: by = 'total' of total|year|sex|role|module|country|trainer_level
with
attended as (
    select
        case $by
            when 'total' then 'all'
            when 'year' then year(p.happened_on)::varchar
            when 'sex' then p.sex
            when 'role' then p.role
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then coalesce(p.iso3, 'unknown')
            when 'trainer_level' then coalesce(p.trainer_level, 'unknown')
        end as code,
        year(p.happened_on) as year,
        p.satisfaction,
        coalesce(p.enterprise_id, p.session_id) as cluster
    from participations_in_view as p
),

years as (
    select
        min(a.year) as first,
        max(a.year) as last
    from attended as a
),

clusters as (
    select
        a.code,
        a.cluster,
        count(*) as asked,
        count(a.satisfaction)::double as answered,
        (count(*) filter (where a.satisfaction >= 4))::double as good,
        count(*) filter (where a.satisfaction = 1) as ones,
        count(*) filter (where a.satisfaction = 2) as twos,
        count(*) filter (where a.satisfaction = 3) as threes,
        count(*) filter (where a.satisfaction = 4) as fours,
        count(*) filter (where a.satisfaction = 5) as fives
    from attended as a
    group by a.code, a.cluster
),

sums as (
    select
        c.code,
        sum(c.asked) as asked,
        sum(c.answered) as answered,
        sum(c.ones) as ones,
        sum(c.twos) as twos,
        sum(c.threes) as threes,
        sum(c.fours) as fours,
        sum(c.fives) as fives,
        count(*) filter (where c.answered > 0e0)::double as m,
        sum(c.good) / nullif(sum(c.answered), 0e0) as p
    from clusters as c
    group by c.code
),

-- The linearised variance of a ratio of sums over clusters.
spread_given as ( -- noqa: ST03
    select
        s.code,
        '' as within_code,
        s.m,
        s.p,
        sqrt(sum(power(c.good - s.p * c.answered, 2)) * s.m / nullif(s.m - 1e0, 0e0)) / nullif(s.answered, 0e0) as error,
        t.t
    from sums as s
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
    inner join clusters as c on s.code = c.code
    group by s.code, s.m, s.p, s.answered, t.t
)

select
    b.code,
    b.title,
    100e0 * s.p as value,
    100e0 * i.low as low,
    100e0 * i.high as high,
    coalesce(s.ones, 0)::bigint as ones,
    coalesce(s.twos, 0)::bigint as twos,
    coalesce(s.threes, 0)::bigint as threes,
    coalesce(s.fours, 0)::bigint as fours,
    coalesce(s.fives, 0)::bigint as fives,
    coalesce(s.answered, 0)::bigint as n,
    coalesce(s.asked, 0)::bigint as asked,
    100e0 * s.answered / nullif(s.asked, 0) as response,
    coalesce(s.m, 0)::bigint as enterprises,
    case when s.p is not null then 'shown' when s.asked > 0 then 'not_collected' else 'no_data' end as status,
    coalesce(s.answered, 0e0) < k.minimum_n as small,
    b.position
from breakdowns as b
cross join years as y
inner join indicators as k on k.indicator = 'satisfaction_rate'
left join sums as s on b.code = s.code
left join share_intervals as i on b.code = i.code
where
    b.dimension = $by
    and y.first is not null
    and (s.asked > 0 or not b.optional)
    and (b.dimension <> 'year' or b.position between y.first and y.last)
    and (b.dimension <> 'module' or b.optional or len($module) = 0 or list_contains($module, b.code))
    and (b.dimension <> 'country' or b.optional or b.code in (select c.iso3 from countries_in_view as c))
order by b.position, b.code
