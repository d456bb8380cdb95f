-- One row per module in a country and time.
-- Written from data/contract/module_versions.yaml by `make contract`; change that file instead.
select
    module::varchar as module,
    iso3::varchar as iso3,
    position::bigint as position,
    valid_from::date as valid_from,
    valid_to::date as valid_to
from read_parquet($files)
