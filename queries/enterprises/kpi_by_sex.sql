-- What did the enterprise report of women and of men?
-- One row per period and sex (female, male, other, unknown) of the KPI of `kpi` and the enterprise of `enterprise`; the total is never among
-- them. `value` is the ratio, or the number itself, and null where it cannot be taken; out_of_range and far_off are what the total is. `after_gap`: more than half
-- a month is missing before it.
-- kind: rows
-- filters: none
-- measures: none
-- keys: value, numerator, denominator
-- parameters: enterprise = '', kpi = ''
select
    o.kpi,
    o.sex,
    o.phase,
    o.period_start,
    v.period_end,
    case when k.type = 'ratio' then o.numerator / nullif(o.denominator, 0e0) else o.numerator end as value,
    o.numerator,
    o.denominator,
    o.currency,
    case
        when o.numerator is null or (k.type = 'ratio' and coalesce(o.denominator, 0e0) <= 0e0) then 'not_computable'
        when v.status in ('out_of_range', 'far_off') then v.status
        else 'shown'
    end as status,
    coalesce(
        lag(v.period_end) over (partition by o.sex order by o.period_start) < o.period_start - interval 16 day, false
    ) as after_gap
from kpi_observations as o
inner join kpi_values as v
    on o.enterprise_id = v.enterprise_id and o.kpi = v.kpi and o.phase = v.phase and o.period_start = v.period_start
inner join kpis as k on o.kpi = k.kpi
where o.enterprise_id = $enterprise and o.kpi = $kpi and o.sex <> 'all' and v.in_series
order by o.period_start, o.sex, o.phase
