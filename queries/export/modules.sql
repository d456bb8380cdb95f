-- One row per training module.
-- Written from data/contract/modules.yaml by `make contract`; change that file instead.
select
    module::varchar as module,
    title::varchar as title,
    adapted_from::varchar as adapted_from,
    replaced_by::varchar as replaced_by
from read_parquet($files)
