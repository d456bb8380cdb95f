-- One row per implementation partner.
-- Written from data/contract/partners.yaml by `make contract`; change that file instead.
select
    partner_id::varchar as partner_id,
    name::varchar as name,
    iso3::varchar as iso3,
    kind::varchar as kind
from read_parquet($files)
