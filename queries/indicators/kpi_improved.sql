-- Trained enterprises in which a KPI changed for the better from the first baseline to the last endline (where neither direction is better: rose).
-- One row per trained enterprise whose endline is due; one without a pair that can be compared is expected but not reported.
select
    iso3,
    enterprise_id,
    null as project_id,
    null as module,
    'all' as sex,
    'all' as role,
    counted_on as happened_on,
    enterprise_id as unit_id,
    case when status = 'paired' then case when outcome = 'improved' then 1e0 else 0e0 end end as numerator,
    case when status = 'paired' then 1e0 end as denominator
from snapshot.base.kpi_pairs
where kpi = $kpi and trained and status not in ('not_due', 'not_asked')
