-- Which figures are there about these enterprises?
-- One row per enterprise of `enterprises` and KPI that it was asked for or reported, as it stands in before and after: one pair of
-- baseline and endline, the change in the KPI's unit (amounts in local currency), and its status.
-- kind: rows
-- filters: none
-- measures: none
-- keys: baseline, endline, change, percent, position
-- parameters: enterprises = []
with
currencies as (
    select
        v.enterprise_id,
        v.kpi,
        max(v.currency) as currency
    from kpi_values as v
    where list_contains($enterprises, v.enterprise_id)
    group by v.enterprise_id, v.kpi
)

select
    p.enterprise_id,
    e.name,
    e.iso3,
    p.kpi,
    k.title,
    k.type,
    k.unit,
    k.better,
    u.currency,
    p.status,
    p.due_on,
    p.baseline,
    p.baseline_from_on,
    p.baseline_to_on,
    p.endline,
    p.endline_from_on,
    p.endline_to_on,
    case when p.status = 'paired' then p.endline - p.baseline end as change,
    p.percent,
    p.outcome,
    k.position
from kpi_pairs as p
inner join enterprises as e on p.enterprise_id = e.enterprise_id
inner join kpis as k on p.kpi = k.kpi
left join currencies as u on p.enterprise_id = u.enterprise_id and p.kpi = u.kpi
where list_contains($enterprises, p.enterprise_id)
order by e.name, p.enterprise_id, k.position
