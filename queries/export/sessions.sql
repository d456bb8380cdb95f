-- One row per training event.
-- Written from data/contract/sessions.yaml by `make contract`; change that file instead.
select
    session_id::varchar as session_id,
    kind::varchar as kind,
    module::varchar as module,
    project_id::varchar as project_id,
    iso3::varchar as iso3,
    enterprise_id::varchar as enterprise_id,
    starts_on::date as starts_on,
    days::double as days,
    partner_id::varchar as partner_id,
    planned::boolean as planned,
    participants::bigint as participants,
    recorded_on::date as recorded_on
from read_parquet($files)
