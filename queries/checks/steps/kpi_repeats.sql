-- One row per enterprise with baseline and endline of a KPI: does the endline give the very numbers of the baseline?
select
    any_value(k.enterprise_id) as enterprise_id,
    any_value(k.kpi) as kpi,
    min(case when k.phase = 'endline' then k.row_no end) as row_no,
    min(case when k.phase = 'endline' then k.part end) as part,
    count(*) as rows,
    min(k.numerator) = max(k.numerator) and min(k.denominator) = max(k.denominator) as repeated
from kpi_rows as k
where k.type = 'ratio' and k.sex = 'all' and k.phase in ('baseline', 'endline') and k.denominator is not null
group by k.series
having min(k.phase) <> max(k.phase)
