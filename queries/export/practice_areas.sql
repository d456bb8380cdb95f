-- One row per practice and decent-work area.
-- Written from data/contract/practice_areas.yaml by `make contract`; change that file instead.
select
    practice::varchar as practice,
    area::varchar as area
from read_parquet($files)
