-- Who takes part in training, women and men, and how sure is women's share?
-- One row per group of `by`, and of `within` where that is named; groups that nobody attended are listed with 0, and no group at all
-- where nobody attended anything. A person counts once in each group where a person id is known, so groups are never added up; one
-- recorded as a woman and as a man counts as a woman. `value` is women's share of the women and men, `low` to `high` its 95 % interval
-- over enterprises (a session stands in where the enterprise is not known; fewer than five have no interval), `lowest` and `highest`
-- what it would be if all people of unknown sex were men, or women.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high, lowest, highest, women, men, unknown, of_two_sexes, attendances_share, attendances, attendances_women, attendances_men, attendances_unknown counts people; enterprises counts enterprises; other results about people in other; attendances_other results about people in attendances_other
-- keys: position, within_position, n, reported, expected
-- parameters: by = 'year' of total|year|role|module|country|sector, within = 'total' of total|year|role|module|country|sector
with
attended as (
    select
        case $by
            when 'total' then 'all'
            when 'year' then year(p.happened_on)::varchar
            when 'role' then p.role
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then coalesce(p.iso3, 'unknown')
            when 'sector' then coalesce(p.sector, 'unknown')
        end as code,
        case $within
            when 'total' then 'all'
            when 'year' then year(p.happened_on)::varchar
            when 'role' then p.role
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then coalesce(p.iso3, 'unknown')
            when 'sector' then coalesce(p.sector, 'unknown')
        end as within_code,
        p.person_no,
        p.sex,
        coalesce(p.enterprise_id, p.session_id) as cluster
    from participations_in_view as p
),

-- One row per person and group, and one for all in it who are not known.
people as (
    select
        a.code,
        a.within_code,
        a.person_no,
        min(a.cluster) as cluster,
        max(case when a.sex = 'female' then 1 else 0 end) as woman,
        max(case when a.sex = 'male' then 1 else 0 end) as man,
        max(case when a.sex = 'other' then 1 else 0 end) as other,
        count(*) as attendances,
        count(*) filter (where a.sex = 'female') as attendances_women,
        count(*) filter (where a.sex = 'male') as attendances_men,
        count(*) filter (where a.sex = 'other') as attendances_other
    from attended as a
    group by a.code, a.within_code, a.person_no
),

counted as (
    select
        p.code,
        p.within_code,
        sum(p.attendances) as attendances,
        sum(p.attendances_women) as attendances_women,
        sum(p.attendances_men) as attendances_men,
        sum(p.attendances_other) as attendances_other,
        sum(case when p.person_no is not null then p.attendances end) as reported
    from people as p
    group by p.code, p.within_code
),

-- Years are listed from the first with an attendance to the last.
spans as (
    select
        min(c.code) as first,
        max(c.code) as last,
        min(c.within_code) as within_first,
        max(c.within_code) as within_last
    from counted as c
),

clusters as (
    select
        p.code,
        p.within_code,
        p.cluster,
        sum(p.woman)::double as women,
        sum(greatest(p.woman, p.man))::double as known,
        count(*) filter (where p.woman + p.man = 0 and p.other = 1) as other,
        count(*) filter (where p.woman + p.man + p.other = 0) as unknown,
        count(*) filter (where p.woman + p.man = 2) as of_two_sexes
    from people as p
    where p.person_no is not null
    group by p.code, p.within_code, p.cluster
),

sums as (
    select
        c.code,
        c.within_code,
        sum(c.women) as women,
        sum(c.known) as known,
        sum(c.other) as other,
        sum(c.unknown) as unknown,
        sum(c.of_two_sexes) as of_two_sexes,
        count(*) filter (where c.known > 0)::double as m,
        sum(c.women) / nullif(sum(c.known), 0e0) as p
    from clusters as c
    group by c.code, c.within_code
),

-- The linearised variance of a ratio of sums over clusters.
spread as (
    select
        s.code,
        s.within_code,
        sum((c.women - s.p * c.known) * (c.women - s.p * c.known))
        / nullif(max(s.known) * max(s.known), 0e0) * max(s.m) / nullif(max(s.m) - 1e0, 0e0) as variance
    from sums as s
    inner join clusters as c on s.code = c.code and s.within_code = c.within_code
    group by s.code, s.within_code
),

spread_given as ( -- noqa: ST03
    select
        s.code,
        s.within_code,
        s.m,
        s.p,
        sqrt(v.variance) as error,
        t.t
    from sums as s
    inner join spread as v on s.code = v.code and s.within_code = v.within_code
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
)

select
    g.code,
    g.title,
    w.code as within_code,
    w.title as within_title,
    100e0 * s.p as value,
    100e0 * i.low as low,
    100e0 * i.high as high,
    100e0 * s.women / nullif(s.known + s.unknown, 0e0) as lowest,
    100e0 * (s.women + s.unknown) / nullif(s.known + s.unknown, 0e0) as highest,
    coalesce(s.women, 0)::bigint as women,
    coalesce(s.known - s.women, 0)::bigint as men,
    nullif(s.other, 0)::bigint as other,
    coalesce(s.unknown, 0)::bigint as unknown,
    nullif(s.of_two_sexes, 0)::bigint as of_two_sexes,
    100e0 * c.attendances_women / nullif(c.attendances_women + c.attendances_men, 0) as attendances_share,
    coalesce(c.attendances, 0)::bigint as attendances,
    coalesce(c.attendances_women, 0)::bigint as attendances_women,
    coalesce(c.attendances_men, 0)::bigint as attendances_men,
    nullif(c.attendances_other, 0)::bigint as attendances_other,
    (
        coalesce(c.attendances, 0) - coalesce(c.attendances_women, 0) - coalesce(c.attendances_men, 0) - coalesce(c.attendances_other, 0)
    )::bigint as attendances_unknown,
    coalesce(s.known, 0)::bigint as n,
    coalesce(s.m, 0)::bigint as enterprises,
    coalesce(c.reported, 0)::bigint as reported,
    coalesce(c.attendances, 0)::bigint as expected,
    case when s.p is not null then 'shown' when c.attendances > 0 then 'not_computable' else 'no_data' end as status,
    coalesce(s.known, 0e0) < k.minimum_n as small,
    g.position,
    w.position as within_position
from breakdowns as g
cross join spans as y
inner join breakdowns as w on w.dimension = $within
inner join indicators as k on k.indicator = 'women_share'
left join counted as c on g.code = c.code and w.code = c.within_code
left join sums as s on g.code = s.code and w.code = s.within_code
left join share_intervals as i on g.code = i.code and w.code = i.within_code
where
    g.dimension = $by
    and y.first is not null
    and (c.attendances > 0 or not (g.optional or w.optional))
    and (g.dimension <> 'year' or g.code between y.first and y.last)
    and (w.dimension <> 'year' or w.code between y.within_first and y.within_last)
    and (g.dimension <> 'module' or g.optional or len($module) = 0 or list_contains($module, g.code))
    and (w.dimension <> 'module' or w.optional or len($module) = 0 or list_contains($module, w.code))
    and (g.dimension <> 'sector' or g.optional or len($sector) = 0 or list_contains($sector, g.code))
    and (w.dimension <> 'sector' or w.optional or len($sector) = 0 or list_contains($sector, w.code))
    and (g.dimension <> 'country' or g.optional or g.code in (select v.iso3 from countries_in_view as v))
    and (w.dimension <> 'country' or w.optional or w.code in (select v.iso3 from countries_in_view as v))
order by g.position, w.position, g.code, w.code
