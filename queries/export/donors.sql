-- One row per donor.
-- Written from data/contract/donors.yaml by `make contract`; change that file instead.
select
    donor_id::varchar as donor_id,
    name::varchar as name
from read_parquet($files)
