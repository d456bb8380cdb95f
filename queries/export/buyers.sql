-- One row per lead buyer or alliance.
-- Written from data/contract/buyers.yaml by `make contract`; change that file instead.
select
    buyer_id::varchar as buyer_id,
    name::varchar as name
from read_parquet($files)
