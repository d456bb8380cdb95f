-- One row per agreement (memorandum, licence, embedding).
-- Written from data/contract/agreements.yaml by `make contract`; change that file instead.
select
    agreement_id::varchar as agreement_id,
    partner_id::varchar as partner_id,
    iso3::varchar as iso3,
    kind::varchar as kind,
    signed_on::date as signed_on,
    ends_on::date as ends_on,
    recorded_on::date as recorded_on
from read_parquet($files)
