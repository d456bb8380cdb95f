-- Who pays for the delivery of the training?
-- One row per payer, or per year and payer: US dollars at the rate of the year of the cost, of engagements past the workshop whose costs all
-- have a rate. The programme is donors and ILO.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, usd, cost_usd results about enterprises in enterprises; paying counts engagements
-- keys: n, year, position
-- parameters: by = total of total|year
with
payers as (
    select
        listed.payer,
        listed.programme,
        listed.position
    from (
        values
        ('enterprise', false, 1),
        ('buyer', false, 2),
        ('government', false, 3),
        ('other', false, 4),
        ('donor', true, 5),
        ('ILO', true, 6)
    ) as listed (payer, programme, position)
),

costs as (
    select
        g.enterprise_id,
        case when $by = 'year' then year(g.counted_on) end as year,
        d.total_usd,
        d.enterprise_usd,
        d.buyer_usd,
        d.government_usd,
        d.other_usd,
        d.donor_usd,
        d.ilo_usd
    from engagements_in_view as g
    inner join delivery_costs as d on g.engagement_id = d.engagement_id
    where g.trained and not d.without_rate
),

years as (
    select distinct s.year
    from calendar_spans as s
    where
        $by = 'year'
        and s.year >= (select min(c.year) from costs as c)
        and s.year < (select max(c.year) from costs as c) + 1

    union all

    select null::integer as year
    where $by <> 'year'
),

paid as (
    select
        c.year,
        p.payer,
        count(*) as engagements,
        count(distinct c.enterprise_id) as enterprises,
        sum(c.total_usd) as cost_usd,
        sum(
            case p.payer
                when 'enterprise' then c.enterprise_usd
                when 'buyer' then c.buyer_usd
                when 'government' then c.government_usd
                when 'other' then c.other_usd
                when 'donor' then c.donor_usd
                else c.ilo_usd
            end
        ) as usd,
        count(
            case
                when p.payer = 'enterprise' and c.enterprise_usd > 0e0 then 1
                when p.payer = 'buyer' and c.buyer_usd > 0e0 then 1
                when p.payer = 'government' and c.government_usd > 0e0 then 1
                when p.payer = 'other' and c.other_usd > 0e0 then 1
                when p.payer = 'donor' and c.donor_usd > 0e0 then 1
                when p.payer = 'ILO' and c.ilo_usd > 0e0 then 1
            end
        ) as paying
    from costs as c
    cross join payers as p
    group by c.year, p.payer
)

select
    y.year,
    p.payer,
    p.programme,
    100e0 * d.usd / nullif(d.cost_usd, 0e0) as value,
    d.usd,
    d.cost_usd,
    coalesce(d.engagements, 0)::bigint as n,
    coalesce(d.enterprises, 0)::bigint as enterprises,
    coalesce(d.paying, 0)::bigint as paying,
    coalesce(d.engagements, 0) < 10 as small,
    y.year is null or make_date(y.year + 1, 1, 1) <= $before_on::date as complete,
    p.position
from payers as p
cross join years as y
left join paid as d on p.payer = d.payer and (y.year = d.year or (y.year is null and d.year is null))
order by y.year, p.position
