-- One row per KPI in the export's order, with the range outside which a value is looked at before it is believed.
-- `amount` says whether its value is money, and `sign` which way is better: 1 higher, -1 lower, 0 neither.
select
    k.kpi,
    k.title,
    k.type,
    k.better,
    k.unit,
    k.comparable,
    k.minimal_change,
    k.type = 'amount' as amount,
    case k.better when 'higher' then 1 when 'lower' then -1 else 0 end as sign,
    i.plausible_low,
    i.plausible_high,
    row_number() over (order by coalesce(i.position, 9999), k.title, k.kpi)::integer as position
from kpis as k
left join indicators as i on k.kpi = i.kpi
order by position
