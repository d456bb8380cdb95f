-- How many suggestions are made, by women and men, and how many of them are put into practice?
-- One row per group of `by`. `value` is the share implemented, in percent, over the months and sexes of which both counts are known, `low` to
-- `high` its 95 % interval over enterprises (none for fewer than five). Suggestions of women and men are those of months that give them;
-- `made_together` are those of months that do not, and are in nobody's part. A month that gives both counts once, by its parts.
-- kind: aggregate
-- filters: period, country, sector, size, women_led
-- measures: value, low, high, women_value, men_value results about enterprises in enterprises; made, implemented, women_made, men_made, rest_made, made_together, women_implemented, men_implemented counts suggestions; months, without_count, without_implemented, disagreeing counts months
-- keys: position, n
-- parameters: by = 'total' of total|country|sector|size|sex|year
with
coded as (
    select
        case $by
            when 'total' then 'all'
            when 'country' then s.iso3
            when 'sector' then s.sector
            when 'size' then s.size
            when 'sex' then s.sex
            when 'year' then year(s.happened_on)::varchar
        end as code,
        s.enterprise_id,
        s.happened_on,
        s.sex,
        s.made,
        s.implemented,
        case when s.made is not null and s.implemented is not null then s.made * 1e0 end as made_known,
        case when s.made is not null and s.implemented is not null then s.implemented * 1e0 end as implemented_known,
        s.disagrees
    from suggestion_counts as s
    semi join enterprises_in_view as e on s.enterprise_id = e.enterprise_id
    where ($from_on::date is null or s.happened_on >= $from_on::date) and s.happened_on < $before_on::date
),

sums as (
    select
        c.code,
        sum(c.made)::bigint as made,
        sum(c.implemented)::bigint as implemented,
        sum(c.made) filter (where c.sex = 'female')::bigint as women_made,
        sum(c.made) filter (where c.sex = 'male')::bigint as men_made,
        sum(c.made) filter (where c.sex in ('other', 'unknown'))::bigint as rest_made,
        sum(c.made) filter (where c.sex = 'all')::bigint as made_together,
        sum(c.implemented) filter (where c.sex = 'female')::bigint as women_implemented,
        sum(c.implemented) filter (where c.sex = 'male')::bigint as men_implemented,
        sum(c.implemented_known) / nullif(sum(c.made_known), 0e0) as share,
        sum(c.implemented_known) filter (where c.sex = 'female')
        / nullif(sum(c.made_known) filter (where c.sex = 'female'), 0e0) as women_share,
        sum(c.implemented_known) filter (where c.sex = 'male')
        / nullif(sum(c.made_known) filter (where c.sex = 'male'), 0e0) as men_share,
        sum(c.made_known) as made_known,
        count(distinct c.enterprise_id) as enterprises,
        count(*) as months,
        count(*) filter (where c.made is null) as without_count,
        count(*) filter (where c.made is not null and c.implemented is null) as without_implemented,
        count(*) filter (where c.disagrees) as disagreeing
    from coded as c
    group by c.code
),

of_each as (
    select
        c.code,
        c.enterprise_id,
        sum(c.made_known) as made,
        sum(c.implemented_known) as implemented
    from coded as c
    where c.made_known > 0e0
    group by c.code, c.enterprise_id
),

-- The linearised variance of a ratio of sums over enterprises.
spread as (
    select
        o.code,
        count(*) as m,
        sqrt(
            sum(power(o.implemented - s.share * o.made, 2)) / nullif(max(s.made_known) * max(s.made_known), 0e0)
            * count(*) / nullif(count(*) - 1e0, 0e0)
        ) as error
    from of_each as o
    inner join sums as s on o.code = s.code
    group by o.code
),

intervals as (
    select
        r.code,
        r.error,
        q.t
    from spread as r
    inner join student_t as q on q.degrees = least(r.m - 1, 2000)
    where r.m >= 5
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
        b.dimension = 'year' as always
    from breakdowns as b
    cross join spans as s
    where
        b.dimension = $by
        and b.dimension not in ('size', 'sex')
        and (b.dimension <> 'year' or (b.code >= s.first_code and b.code <= s.last_code))

    union all

    select
        listed.code,
        null as title,
        listed.position,
        listed.position <= 2 as always
    from (
        values
        ('sex', 'female', 1),
        ('sex', 'male', 2),
        ('sex', 'other', 3),
        ('sex', 'unknown', 4),
        ('sex', 'all', 5),
        ('size', 'micro', 11),
        ('size', 'small', 12),
        ('size', 'medium', 13),
        ('size', 'large', 14),
        ('size', 'unknown', 15)
    ) as listed (dimension, code, position)
    where listed.dimension = $by
)

select
    p.code,
    p.title,
    100e0 * s.share as value,
    case when i.error > 1e-6 then 100e0 * greatest(s.share - i.t * i.error, 0e0) end as low,
    case when i.error > 1e-6 then 100e0 * least(s.share + i.t * i.error, 1e0) end as high,
    100e0 * s.women_share as women_value,
    100e0 * s.men_share as men_value,
    s.made,
    s.implemented,
    s.women_made,
    s.men_made,
    s.rest_made,
    s.made_together,
    s.women_implemented,
    s.men_implemented,
    coalesce(s.made_known, 0e0)::bigint as n,
    coalesce(s.enterprises, 0)::bigint as enterprises,
    coalesce(s.months, 0)::bigint as months,
    coalesce(s.without_count, 0)::bigint as without_count,
    coalesce(s.without_implemented, 0)::bigint as without_implemented,
    coalesce(s.disagreeing, 0)::bigint as disagreeing,
    coalesce(s.made_known, 0e0) < 30e0 as small,
    case when s.share is not null then 'shown' when s.months > 0 then 'not_computable' else 'no_data' end as status,
    p.position
from parts as p
left join sums as s on p.code = s.code
left join intervals as i on p.code = i.code
where (select count(*) from coded) > 0 and (s.months > 0 or p.always)
order by p.position, p.code
