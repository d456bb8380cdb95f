-- One row per KPI and module.
-- Written from data/contract/kpi_expectations.yaml by `make contract`; change that file instead.
select
    kpi::varchar as kpi,
    module::varchar as module,
    due_days::bigint as due_days
from read_parquet($files)
