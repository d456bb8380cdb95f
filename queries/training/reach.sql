-- Are women reached in proportion to their share of the workforce?
-- One row per group of `by`: women among the unique people trained (`value`), and among the workforce of the same enterprises
-- (`workforce`, where each enterprise weighs as much as it sent people, so that large ones do not decide; `workforce_pooled` weighs them
-- by size). The workforce is the last count at or before the workshop. `low` to `high` is the 95 % interval over enterprises of the
-- difference in points; fewer than five enterprises have none. A person of two enterprises counts in both.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: workforce, workforce_pooled, difference, low, high, verdict results about enterprises in enterprises; value, women counts people
-- keys: position, n, reported, expected
-- parameters: by = 'country' of total|module|country|sector
with
attended as (
    select
        case $by
            when 'total' then 'all'
            when 'module' then coalesce(p.module, 'unknown')
            when 'country' then coalesce(p.iso3, 'unknown')
            when 'sector' then coalesce(p.sector, 'unknown')
        end as code,
        p.enterprise_id,
        p.person_no,
        p.sex
    from participations_in_view as p
    where p.enterprise_id is not null
),

people as (
    select
        a.code,
        a.enterprise_id,
        a.person_no,
        max(case when a.sex = 'female' then 1 else 0 end) as woman,
        max(case when a.sex in ('female', 'male') then 1 else 0 end) as known
    from attended as a
    group by a.code, a.enterprise_id, a.person_no
),

sent as (
    select
        p.code,
        p.enterprise_id,
        sum(case when p.person_no is not null then p.woman end)::double as women,
        sum(case when p.person_no is not null then p.known end)::double as known
    from people as p
    group by p.code, p.enterprise_id
),

-- The workforce by the latest workshop before the end of the period, of the module where the groups are modules.
counts as (
    select
        case when $by = 'module' then w.module else 'all' end as module,
        w.enterprise_id,
        w.women,
        w.men
    from workforce_trained as w
    where w.women + w.men > 0 and w.counted_on < $before_on::date
    qualify
        row_number() over (
            partition by case when $by = 'module' then w.module else 'all' end, w.enterprise_id
            order by w.counted_on desc, w.engagement_id
        ) = 1
),

pairs as (
    select
        s.code,
        s.enterprise_id,
        s.women,
        s.known,
        c.women::double as workforce_women,
        (c.women + c.men)::double as workforce,
        s.known * c.women / nullif(c.women + c.men, 0) as expected_women
    from sent as s
    left join counts as c
        on s.enterprise_id = c.enterprise_id and c.module = case when $by = 'module' then s.code else 'all' end
),

sums as (
    select
        p.code,
        sum(p.women) as women,
        sum(p.known) as known,
        sum(p.women - p.expected_women) / nullif(sum(p.known), 0e0) as difference,
        sum(p.workforce_women) / nullif(sum(p.workforce), 0e0) as pooled,
        count(*)::double as m
    from pairs as p
    where p.known > 0 and p.workforce is not null
    group by p.code
),

expected as (
    select
        p.code,
        count(*) as enterprises
    from pairs as p
    group by p.code
),

-- The linearised variance of a ratio of sums over enterprises.
spread as (
    select
        s.code,
        sqrt(
            sum(power(p.women - p.expected_women - s.difference * p.known, 2)) / nullif(max(s.known) * max(s.known), 0e0)
            * max(s.m) / nullif(max(s.m) - 1e0, 0e0)
        ) as error,
        max(t.t) as t
    from sums as s
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
    inner join pairs as p on s.code = p.code
    where p.known > 0 and p.workforce is not null
    group by s.code
),

-- Enterprises that are all alike tell nothing of others.
intervals as (
    select
        v.code,
        greatest(s.difference - v.t * v.error, -1e0) as low,
        least(s.difference + v.t * v.error, 1e0) as high
    from spread as v
    inner join sums as s on v.code = s.code
    where v.error > 1e-6
)

select
    b.code,
    b.title,
    100e0 * s.women / nullif(s.known, 0e0) as value,
    100e0 * (s.women / nullif(s.known, 0e0) - s.difference) as workforce,
    100e0 * s.pooled as workforce_pooled,
    100e0 * s.difference as difference,
    100e0 * i.low as low,
    100e0 * i.high as high,
    case
        when s.m is null then 'not_computable'
        when i.low is null then 'too_few'
        when i.high < 0e0 then 'less'
        when i.low > 0e0 then 'more'
        else 'no_clear_difference'
    end as verdict,
    coalesce(s.women, 0)::bigint as women,
    coalesce(s.known, 0)::bigint as n,
    coalesce(s.m, 0)::bigint as enterprises,
    coalesce(s.m, 0)::bigint as reported,
    coalesce(e.enterprises, 0)::bigint as expected,
    case when s.m is not null then 'shown' when e.enterprises > 0 then 'not_computable' else 'no_data' end as status,
    coalesce(s.known, 0e0) < k.minimum_n as small,
    b.position
from breakdowns as b
inner join indicators as k on k.indicator = 'women_share'
left join expected as e on b.code = e.code
left join sums as s on b.code = s.code
left join intervals as i on b.code = i.code
where
    b.dimension = $by
    and (select count(*) from expected) > 0
    and (e.enterprises > 0 or not b.optional)
    and (b.dimension <> 'module' or b.optional or len($module) = 0 or list_contains($module, b.code))
    and (b.dimension <> 'sector' or b.optional or len($sector) = 0 or list_contains($sector, b.code))
    and (b.dimension <> 'country' or b.optional or b.code in (select c.iso3 from countries_in_view as c))
order by b.position, b.code
