-- What did projects spend, year by year, and how much of the budget is that so far?
-- One row per project, year and currency. The share of the budget is the spending up to that year, where both are in one currency.
-- kind: projects
-- filters: donor, project
-- measures: none
-- keys: year, amount, amount_usd, spent_share
with
rates as (
    select
        x.currency,
        x.year,
        median(x.lcu_per_usd) as lcu_per_usd
    from exchange_rates as x
    where x.lcu_per_usd > 0
    group by x.currency, x.year
),

spent as (
    select
        s.project_id,
        s.year,
        s.currency,
        s.amount,
        case when s.currency = 'USD' then s.amount else s.amount / r.lcu_per_usd end as amount_usd,
        sum(s.amount) over (partition by s.project_id, s.currency order by s.year) as to_date
    from project_spending as s
    semi join projects_in_view as v on s.project_id = v.project_id
    left join rates as r on s.currency = r.currency and s.year = r.year
)

select
    s.project_id,
    p.title,
    s.year,
    s.currency,
    s.amount,
    s.amount_usd,
    case when s.currency = p.currency then 100e0 * s.to_date / nullif(p.budget, 0e0) end as spent_share
from spent as s
inner join projects as p on s.project_id = p.project_id
order by p.starts_on, s.project_id, s.year, s.currency
