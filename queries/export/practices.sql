-- One row per practice.
-- Written from data/contract/practices.yaml by `make contract`; change that file instead.
select
    practice::varchar as practice,
    title::varchar as title,
    module::varchar as module
from read_parquet($files)
