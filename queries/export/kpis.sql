-- One row per KPI.
-- Written from data/contract/kpis.yaml by `make contract`; change that file instead.
select
    kpi::varchar as kpi,
    title::varchar as title,
    type::varchar as type,
    better::varchar as better,
    unit::varchar as unit,
    comparable::boolean as comparable,
    minimal_change::double as minimal_change
from read_parquet($files)
