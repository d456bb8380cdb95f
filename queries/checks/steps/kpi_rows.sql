-- One row per observation of the listed KPIs, of one of `$slices` slices of the enterprises, with its value (the ratio, or the
-- number itself) and its series: those of one enterprise, KPI and sex.
create or replace table kpi_rows as
select
    o.row_no,
    o.part,
    o.enterprise_id,
    o.engagement_id,
    o.kpi,
    o.phase,
    o.period_start,
    o.sex,
    o.numerator,
    o.denominator,
    o.numerator_unit,
    o.denominator_unit,
    o.currency,
    k.type,
    hash(o.enterprise_id, o.kpi, o.sex) as series,
    case when k.type = 'ratio' then o.numerator / nullif(o.denominator, 0e0) else o.numerator end as value
from kpi_observations as o
inner join kpis as k on o.kpi = k.kpi
where
    list_contains($kpis::varchar[], o.kpi)
    and ($slices::ubigint = 1 or hash(o.enterprise_id) % $slices::ubigint = $slice::ubigint)
