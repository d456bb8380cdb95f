-- How much of the delivery cost does the programme not pay?
-- One row per group of engagements past the workshop: cost in US dollars at the rate of its year, what the programme (donors, ILO) did not
-- pay, and what the enterprises paid themselves. Engagements without costs, or with a cost in a year without a rate, are counted apart.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, own_share, cost_usd, recovered_usd, own_usd results about enterprises in enterprises; trained, reported, without_costs, without_rate counts engagements
-- keys: n, year, place
-- parameters: by = total of total|country|module|year
with
costs as (
    select
        g.engagement_id,
        g.enterprise_id,
        case $by
            when 'country' then g.iso3
            when 'module' then g.module
            when 'year' then year(g.counted_on)::varchar
            else 'all'
        end as code,
        d.engagement_id is not null and not d.without_rate as reported,
        coalesce(d.without_rate, false) as without_rate,
        d.total_usd,
        d.recovered_usd,
        d.enterprise_usd
    from engagements_in_view as g
    left join delivery_costs as d on g.engagement_id = d.engagement_id
    where g.trained
),

groups as (
    select
        'all' as code,
        null as iso3,
        null as country,
        null as module,
        null as title,
        null::integer as year,
        1e0 as place
    where $by not in ('country', 'module', 'year')

    union all

    select
        c.iso3 as code,
        c.iso3,
        c.name as country,
        null as module,
        null as title,
        null::integer as year,
        1e0 as place
    from countries as c
    where $by = 'country' and c.iso3 in (select e.iso3 from enterprises_in_view as e)

    union all

    select
        m.module as code,
        null as iso3,
        null as country,
        m.module,
        m.title,
        null::integer as year,
        m.position as place
    from module_lines as m
    where $by = 'module' and (len($module) = 0 or list_contains($module, m.module))

    union all

    select distinct
        s.year::varchar as code,
        null as iso3,
        null as country,
        null as module,
        null as title,
        s.year,
        1e0 as place
    from calendar_spans as s
    where
        $by = 'year'
        and s.year::varchar >= (select min(c.code) from costs as c)
        and s.year::varchar <= (select max(c.code) from costs as c)
),

summed as (
    select
        c.code,
        count(*) as trained,
        count(*) filter (where c.reported) as reported,
        count(*) filter (where c.without_rate) as without_rate,
        count(distinct case when c.reported then c.enterprise_id end) as enterprises,
        sum(c.total_usd) as cost_usd,
        sum(c.recovered_usd) as recovered_usd,
        sum(c.enterprise_usd) as own_usd
    from costs as c
    group by c.code
)

select
    g.code,
    g.iso3,
    g.country,
    g.module,
    g.title,
    g.year,
    100e0 * s.recovered_usd / nullif(s.cost_usd, 0e0) as value,
    100e0 * s.own_usd / nullif(s.cost_usd, 0e0) as own_share,
    s.cost_usd,
    s.recovered_usd,
    s.own_usd,
    coalesce(s.reported, 0)::bigint as n,
    coalesce(s.enterprises, 0)::bigint as enterprises,
    coalesce(s.reported, 0)::bigint as reported,
    coalesce(s.trained, 0)::bigint as trained,
    coalesce(s.without_rate, 0)::bigint as without_rate,
    (coalesce(s.trained, 0) - coalesce(s.reported, 0) - coalesce(s.without_rate, 0))::bigint as without_costs,
    coalesce(s.reported, 0) < 10 as small,
    case
        when s.cost_usd > 0e0 then 'shown'
        when s.reported > 0 then 'not_computable'
        when s.without_rate > 0 then 'no_rate'
        else 'no_data'
    end as status,
    g.year is null or make_date(g.year + 1, 1, 1) <= $before_on::date as complete,
    g.place
from groups as g
left join summed as s on g.code = s.code
order by g.place, g.country, g.title, g.year, g.code
