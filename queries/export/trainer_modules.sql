-- One row per trainer, module and stage.
-- Written from data/contract/trainer_modules.yaml by `make contract`; change that file instead.
select
    trainer_id::varchar as trainer_id,
    module::varchar as module,
    stage::varchar as stage,
    reached_on::date as reached_on,
    recorded_on::date as recorded_on
from read_parquet($files)
