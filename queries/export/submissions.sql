-- One row per country and period.
-- Written from data/contract/submissions.yaml by `make contract`; change that file instead.
select
    iso3::varchar as iso3,
    period_start::date as period_start,
    due_on::date as due_on,
    received_on::date as received_on
from read_parquet($files)
