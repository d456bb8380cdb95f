-- One row per trainer.
-- Written from data/contract/trainers.yaml by `make contract`; change that file instead.
select
    trainer_id::varchar as trainer_id,
    iso3::varchar as iso3,
    sex::varchar as sex,
    partner_id::varchar as partner_id
from read_parquet($files)
