-- Which KPIs is the enterprise asked for, in which units, and what did it report of the last six months?
-- One row per KPI that a module of the enterprise of `enterprise` asks for, and month that had ended by the as-of day, the oldest first.
-- Numerator, denominator and units are those of the month, where it was reported; `above_used`, `below_used` and `currency_used` the
-- enterprise's latest. `state` says what is asked for next: baseline, endline (overdue or to come, due on `due_on`), or nothing.
-- kind: rows
-- filters: none
-- measures: none
-- keys: numerator, denominator, position, month
-- parameters: enterprise = ''
with
months as (
    select
        listed.month,
        case listed.month
            when 1 then date_trunc('month', $as_of::date + interval 1 day) - interval 6 month
            when 2 then date_trunc('month', $as_of::date + interval 1 day) - interval 5 month
            when 3 then date_trunc('month', $as_of::date + interval 1 day) - interval 4 month
            when 4 then date_trunc('month', $as_of::date + interval 1 day) - interval 3 month
            when 5 then date_trunc('month', $as_of::date + interval 1 day) - interval 2 month
            when 6 then date_trunc('month', $as_of::date + interval 1 day) - interval 1 month
        end as month_on
    from (values (1), (2), (3), (4), (5), (6)) as listed (month)
),

reported as (
    select v.*
    from kpi_values as v
    where v.enterprise_id = $enterprise and v.in_series
),

latest as (
    select
        r.kpi,
        r.numerator_unit,
        r.denominator_unit,
        r.currency,
        row_number() over (partition by r.kpi order by r.period_start desc) as age
    from reported as r
)

select
    p.kpi,
    k.title,
    k.type,
    k.unit,
    k.better,
    m.month_on::date as month_on,
    r.numerator,
    r.denominator,
    l.numerator_unit as above_used,
    l.denominator_unit as below_used,
    l.currency as currency_used,
    case
        when d.kpi is null then 'nothing'
        when not d.baseline then 'baseline'
        when d.state = 'overdue' then 'overdue'
        else 'to_come'
    end as state,
    d.due_on,
    k.position,
    m.month
from kpi_pairs as p
inner join kpis as k on p.kpi = k.kpi
cross join months as m
left join kpi_due as d on p.enterprise_id = d.enterprise_id and p.kpi = d.kpi
left join latest as l on p.kpi = l.kpi and l.age = 1
left join reported as r on p.kpi = r.kpi and date_trunc('month', r.period_start) = m.month_on
where p.enterprise_id = $enterprise and p.asked > 0
order by k.position, m.month
