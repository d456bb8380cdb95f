-- From where to where did a KPI move, in each enterprise?
-- One row per trained enterprise with both measurements, from the largest change for the better to the largest for the worse.
-- `place` counts them in that order. Amounts are in US dollars. Changes are in percent of the baseline where each enterprise has
-- its own units. Before and after is not impact.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: place, baseline, endline, change, percent, engagements
-- parameters: kpi = 'defect_rate'
with
moved as (
    select
        p.enterprise_id,
        e.name,
        p.iso3,
        p.sector,
        p.size,
        case when k.amount then p.baseline_usd else p.baseline end as baseline,
        case when k.amount then p.endline_usd else p.endline end as endline,
        p.baseline_to_on,
        p.endline_to_on,
        case when k.comparable then p.change else p.percent end as change,
        p.percent,
        p.outcome,
        p.zero_to_zero,
        p.other_season,
        p.late_baseline,
        p.engagements,
        k.type,
        k.unit,
        k.better,
        k.comparable,
        k.amount,
        k.sign
    from pairs_in_view as p
    inner join kpis as k on p.kpi = k.kpi
    inner join enterprises_in_view as e on p.enterprise_id = e.enterprise_id
    where p.kpi = $kpi and p.trained and p.status = 'paired'
)

select
    row_number() over (order by m.change * case when m.sign < 0 then -1 else 1 end desc nulls last, m.enterprise_id)::integer as place,
    m.enterprise_id,
    m.name,
    m.iso3,
    m.sector,
    m.size,
    m.baseline,
    m.endline,
    m.change,
    m.percent,
    m.baseline_to_on,
    m.endline_to_on,
    m.outcome,
    m.zero_to_zero,
    m.other_season,
    m.late_baseline,
    m.engagements,
    m.type,
    m.unit,
    m.better,
    m.comparable,
    m.amount
from moved as m
order by place
