-- One row per saving that is negative, below five US dollars, or 3.5 robust standard deviations from the others of its kind and category.
with
rated as (
    select
        i.row_no,
        i.part,
        i.enterprise_id,
        i.saving,
        i.currency,
        lower(trim(i.category)) as category,
        i.saving_period = 'once' as once,
        i.saving * case i.saving_period when 'month' then 12e0 when 'day' then 250e0 else 1e0 end
        / nullif(case when i.currency = 'USD' then 1e0 else r.lcu_per_usd end, 0e0) as usd
    from improvement_projects as i
    left join rates as r on i.currency = r.currency and r.year <= year(coalesce(i.completed_on, i.started_on))
    where i.saving is not null
    qualify row_number() over (partition by i.part, i.row_no order by r.year desc) = 1
),

middles as (
    select
        r.category,
        r.once,
        median(ln(r.usd)) as middle,
        count(*) as savings
    from rated as r
    where r.usd > 0e0
    group by r.category, r.once
),

widths as (
    select
        r.category,
        r.once,
        any_value(m.middle) as middle,
        any_value(m.savings) as savings,
        1.4826e0 * median(abs(ln(r.usd) - m.middle)) as width
    from rated as r
    inner join middles as m on r.category = m.category and r.once = m.once
    where r.usd > 0e0
    group by r.category, r.once
)

select
    'currency_outlier' as rule,
    r.row_no,
    r.part,
    r.enterprise_id,
    null::varchar as iso3,
    concat_ws(' ', r.saving::varchar, r.currency) as value,
    concat(round(exp(w.middle))::bigint, ' USD') as expected
from rated as r
left join widths as w on r.category = w.category and r.once = w.once and w.savings >= 10
where
    r.saving < 0e0
    or (r.usd > 0e0 and r.usd < 5e0)
    or (r.usd > 0e0 and abs(ln(r.usd) - w.middle) > 3.5e0 * w.width)
