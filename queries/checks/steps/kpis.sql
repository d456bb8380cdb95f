-- One row per KPI with its number of observations.
select
    k.kpi,
    count(*) as rows
from kpis as k
inner join kpi_observations as o on k.kpi = o.kpi
group by k.kpi
order by k.kpi
