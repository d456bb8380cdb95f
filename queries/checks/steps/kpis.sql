-- One row per KPI.
select distinct k.kpi
from kpis as k
where k.kpi is not null
order by k.kpi
