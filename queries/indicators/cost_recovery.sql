-- Delivery cost that the programme did not pay.
-- One row per engagement that reached the workshop; without costs at a known rate, it is expected but not reported.
with
in_usd as (
    select
        c.engagement_id,
        sum(c.amount / r.lcu_per_usd) as paid,
        sum(case when c.payer not in ('donor', 'ILO') then c.amount / r.lcu_per_usd else 0e0 end) as recovered,
        count(*) filter (where r.lcu_per_usd is null) as without_rate
    from engagement_costs as c
    left join rates as r on c.currency = r.currency and c.year = r.year
    group by c.engagement_id
)

select
    g.iso3,
    g.enterprise_id,
    g.project_id,
    g.module,
    'all' as sex,
    'all' as role,
    coalesce(g.classroom_on, g.enrolled_on) as happened_on,
    g.engagement_id as unit_id,
    case when u.without_rate = 0 then u.recovered end as numerator,
    case when u.without_rate = 0 then u.paid end as denominator
from engagements_placed as g
left join in_usd as u on g.engagement_id = u.engagement_id
where g.trained
