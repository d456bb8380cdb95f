-- One row per enterprise and buyer.
-- Written from data/contract/enterprise_buyers.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    buyer_id::varchar as buyer_id
from read_parquet($files)
