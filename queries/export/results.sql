-- One row per project, indicator, country, module, sex and period.
-- Written from data/contract/results.yaml by `make contract`; change that file instead.
select
    project_id::varchar as project_id,
    indicator::varchar as indicator,
    iso3::varchar as iso3,
    module::varchar as module,
    sex::varchar as sex,
    starts_on::date as starts_on,
    ends_on::date as ends_on,
    baseline::double as baseline,
    numerator::double as numerator,
    denominator::double as denominator,
    note::varchar as note,
    as_of::date as as_of,
    evidence::varchar as evidence,
    recorded_on::date as recorded_on
from read_parquet($files)
