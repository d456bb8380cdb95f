-- One row per engagement past the workshop that has costs: who paid how much, in US dollars at the rate of the year of the
-- cost. Where one of its costs has no rate the amounts are null, because a part of them would look like the whole.
with
paid as (
    select
        c.engagement_id,
        c.payer,
        c.amount / r.lcu_per_usd as usd,
        r.lcu_per_usd is null as without_rate
    from engagement_costs as c
    inner join engagements_placed as g on c.engagement_id = g.engagement_id
    left join rates as r on c.currency = r.currency and c.year = r.year
    where g.trained
),

summed as (
    select
        p.engagement_id,
        count(*) filter (where p.without_rate) > 0 as without_rate,
        sum(p.usd) as total,
        coalesce(sum(p.usd) filter (where p.payer = 'enterprise'), 0e0) as enterprise,
        coalesce(sum(p.usd) filter (where p.payer = 'buyer'), 0e0) as buyer,
        coalesce(sum(p.usd) filter (where p.payer = 'government'), 0e0) as government,
        coalesce(sum(p.usd) filter (where p.payer = 'donor'), 0e0) as donor,
        coalesce(sum(p.usd) filter (where p.payer = 'ILO'), 0e0) as ilo,
        coalesce(sum(p.usd) filter (where p.payer = 'other'), 0e0) as other,
        coalesce(sum(p.usd) filter (where p.payer not in ('donor', 'ILO')), 0e0) as recovered
    from paid as p
    group by p.engagement_id
)

select
    s.engagement_id,
    s.without_rate,
    case when not s.without_rate then s.total end as total_usd,
    case when not s.without_rate then s.recovered end as recovered_usd,
    case when not s.without_rate then s.enterprise end as enterprise_usd,
    case when not s.without_rate then s.buyer end as buyer_usd,
    case when not s.without_rate then s.government end as government_usd,
    case when not s.without_rate then s.donor end as donor_usd,
    case when not s.without_rate then s.ilo end as ilo_usd,
    case when not s.without_rate then s.other end as other_usd
from summed as s
order by s.engagement_id
