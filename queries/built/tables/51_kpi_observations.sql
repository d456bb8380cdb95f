-- One row per observation, in the order in which pages read them: a KPI, then an enterprise, then time.
select o.*
from kpi_observations as o
order by o.kpi, o.enterprise_id, o.period_start, o.sex, o.phase
