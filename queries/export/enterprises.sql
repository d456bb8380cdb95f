-- One row per enterprise.
-- Written from data/contract/enterprises.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    name::varchar as name,
    iso3::varchar as iso3,
    region::varchar as region,
    latitude::double as latitude,
    longitude::double as longitude,
    isic::varchar as isic,
    legal_form::varchar as legal_form,
    women_led::boolean as women_led,
    women_owned::boolean as women_owned,
    joined_on::date as joined_on,
    closed_on::date as closed_on,
    benchmark_consent_on::date as benchmark_consent_on
from read_parquet($files)
