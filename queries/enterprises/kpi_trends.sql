-- How did the enterprise's KPIs move, month by month?
-- One row per KPI (of `kpi`, or all) and period of the enterprise of `enterprise`; where one period was measured in two phases, the endline is
-- shown rather than the baseline, and that rather than monitoring. `value` is the ratio, or the number itself (amounts in local
-- currency); `status` is shown, not_computable (a ratio without a base), out_of_range (outside the plausible range) or far_off
-- (eight times the middle of its own phase or more). `after_gap`: more than half a month is missing before it.
-- kind: rows
-- filters: none
-- measures: none
-- keys: position, value, numerator, denominator
-- parameters: enterprise = '', kpi = ''
select
    v.kpi,
    k.title,
    k.type,
    k.unit,
    k.better,
    k.comparable,
    v.phase,
    v.period_start,
    v.period_end,
    v.value,
    v.numerator,
    v.denominator,
    v.numerator_unit,
    v.denominator_unit,
    v.currency,
    v.status,
    coalesce(
        lag(v.period_end) over (partition by v.kpi order by v.period_start) < v.period_start - interval 16 day, false
    ) as after_gap,
    k.position
from kpi_values as v
inner join kpis as k on v.kpi = k.kpi
where v.enterprise_id = $enterprise and v.in_series and ($kpi = '' or v.kpi = $kpi)
order by k.position, v.period_start
