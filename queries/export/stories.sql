-- One row per story or quote.
-- Written from data/contract/stories.yaml by `make contract`; change that file instead.
select
    story_id::varchar as story_id,
    iso3::varchar as iso3,
    enterprise_id::varchar as enterprise_id,
    text::varchar as text,
    photo::varchar as photo,
    consent_on::date as consent_on
from read_parquet($files)
