-- One row per project.
-- Written from data/contract/projects.yaml by `make contract`; change that file instead.
select
    project_id::varchar as project_id,
    title::varchar as title,
    phase::varchar as phase,
    starts_on::date as starts_on,
    ends_on::date as ends_on,
    budget::double as budget,
    currency::varchar as currency
from read_parquet($files)
