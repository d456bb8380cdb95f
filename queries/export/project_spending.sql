-- One row per project and year.
-- Written from data/contract/project_spending.yaml by `make contract`; change that file instead.
select
    project_id::varchar as project_id,
    year::bigint as year,
    amount::double as amount,
    currency::varchar as currency,
    recorded_on::date as recorded_on
from read_parquet($files)
