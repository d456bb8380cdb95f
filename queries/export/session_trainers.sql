-- One row per session and trainer.
-- Written from data/contract/session_trainers.yaml by `make contract`; change that file instead.
select
    session_id::varchar as session_id,
    trainer_id::varchar as trainer_id
from read_parquet($files)
