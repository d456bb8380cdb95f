-- Who sits in the improvement teams: women and men, workers and managers?
-- One row per group of `by`, of teams formed in the period in view, one an enterprise. `value` is women's share of the members in percent,
-- `low` to `high` its 95 % interval over enterprises (none for fewer than five); `workforce` is women's share of the workforce of the same
-- enterprises by its latest count. `trained` counts enterprises past a workshop in the period, so that missing teams show.
-- kind: aggregate
-- filters: period, country, sector, size, women_led
-- measures: value, low, high, workforce, women_of_workers, women_of_managers, workers_share, without_women, without_workers, members results about enterprises in n; women_workers, men_workers, women_managers, men_managers counts people; trained counts enterprises
-- keys: position
-- parameters: by = 'total' of total|country|sector|size|year
with
teams as (
    select
        case $by
            when 'total' then 'all'
            when 'country' then e.iso3
            when 'sector' then e.sector
            when 'size' then e.size
            when 'year' then year(t.formed_on)::varchar
        end as code,
        t.enterprise_id,
        t.women_workers * 1e0 as women_workers,
        t.men_workers * 1e0 as men_workers,
        t.women_managers * 1e0 as women_managers,
        t.men_managers * 1e0 as men_managers,
        (t.women_workers + t.women_managers) * 1e0 as women,
        (t.women_workers + t.women_managers + t.men_workers + t.men_managers) * 1e0 as members,
        case when e.women + e.men > 0 then e.women * 1e0 end as workforce_women,
        case when e.women + e.men > 0 then (e.women + e.men) * 1e0 end as workforce
    from improvement_teams as t
    inner join enterprises_in_view as e on t.enterprise_id = e.enterprise_id
    where
        t.formed_on <= $as_of
        and ($from_on::date is null or t.formed_on >= $from_on::date)
        and t.formed_on < $before_on::date
),

sums as (
    select
        t.code,
        count(*) as n,
        sum(t.women_workers) as women_workers,
        sum(t.men_workers) as men_workers,
        sum(t.women_managers) as women_managers,
        sum(t.men_managers) as men_managers,
        sum(t.women) / nullif(sum(t.members), 0e0) as women_share,
        sum(t.members) as members,
        median(t.members) as of_each,
        count(*) filter (where t.women = 0e0) * 1e0 as without_women,
        count(*) filter (where t.women_workers + t.men_workers = 0e0) * 1e0 as without_workers,
        sum(t.workforce_women) as workforce_women,
        sum(t.workforce) as workforce
    from teams as t
    group by t.code
),

-- The linearised variance of a ratio of sums over enterprises.
spread as (
    select
        s.code,
        sqrt(
            sum(power(t.women - s.women_share * t.members, 2)) / nullif(max(s.members) * max(s.members), 0e0)
            * max(s.n) / nullif(max(s.n) - 1e0, 0e0)
        ) as error,
        max(q.t) as t
    from sums as s
    inner join student_t as q on q.degrees = least(s.n - 1, 2000)
    inner join teams as t on s.code = t.code
    where s.n >= 5
    group by s.code
),

trained as (
    select
        case $by when 'total' then 'all' when 'country' then e.iso3 when 'sector' then e.sector when 'size' then e.size end as code,
        count(distinct g.enterprise_id) as trained
    from engagements as g
    inner join enterprises_in_view as e on g.enterprise_id = e.enterprise_id
    where g.trained and ($from_on::date is null or g.counted_on >= $from_on::date) and g.counted_on < $before_on::date
    group by case $by when 'total' then 'all' when 'country' then e.iso3 when 'sector' then e.sector when 'size' then e.size end
),

parts as (
    select
        b.code,
        b.title,
        b.position
    from breakdowns as b
    where b.dimension = $by and b.dimension <> 'size'

    union all

    select
        listed.code,
        null as title,
        listed.position
    from (values ('micro', 1), ('small', 2), ('medium', 3), ('large', 4), ('unknown', 5)) as listed (code, position)
    where $by = 'size'
)

select
    p.code,
    p.title,
    100e0 * s.women_share as value,
    case when r.error > 1e-6 then 100e0 * greatest(s.women_share - r.t * r.error, 0e0) end as low,
    case when r.error > 1e-6 then 100e0 * least(s.women_share + r.t * r.error, 1e0) end as high,
    100e0 * s.workforce_women / nullif(s.workforce, 0e0) as workforce,
    100e0 * s.women_workers / nullif(s.women_workers + s.men_workers, 0e0) as women_of_workers,
    100e0 * s.women_managers / nullif(s.women_managers + s.men_managers, 0e0) as women_of_managers,
    100e0 * (s.women_workers + s.men_workers) / nullif(s.members, 0e0) as workers_share,
    100e0 * s.without_women / nullif(s.n, 0e0) as without_women,
    100e0 * s.without_workers / nullif(s.n, 0e0) as without_workers,
    s.of_each as members,
    coalesce(s.n, 0)::bigint as n,
    coalesce(t.trained, 0)::bigint as trained,
    coalesce(s.women_workers, 0)::bigint as women_workers,
    coalesce(s.men_workers, 0)::bigint as men_workers,
    coalesce(s.women_managers, 0)::bigint as women_managers,
    coalesce(s.men_managers, 0)::bigint as men_managers,
    coalesce(s.n, 0) < 5 as small,
    case when s.women_share is not null then 'shown' when s.n > 0 then 'not_computable' else 'no_data' end as status,
    p.position
from parts as p
left join sums as s on p.code = s.code
left join spread as r on p.code = r.code
left join trained as t on p.code = t.code
where (select count(*) from teams) > 0 and (s.n > 0 or t.trained > 0)
order by p.position, p.code
