-- One row: the last day, up to today, on which an observation, engagement or session was entered or took place.
select max(d.day) as last_on
from (
    select max(o.recorded_on) as day from kpi_observations as o
    where o.recorded_on <= $today
    union all
    select max(g.recorded_on) as day from engagements as g
    where g.recorded_on <= $today
    union all
    select max(s.recorded_on) as day from sessions as s
    where s.recorded_on <= $today
    union all
    select max(s.starts_on) as day from sessions as s
    where s.starts_on <= $today
    union all
    select max(o.period_start) as day from kpi_observations as o
    where o.period_start <= $today
) as d
