-- One row per indicator and country of the logframe, cells as published.
select
    indicator_no::integer as indicator_no,
    indicator::varchar as indicator,
    iso3::varchar as iso3,
    as_of::date as as_of,
    target_raw::varchar as target_raw,
    actual_raw::varchar as actual_raw
from read_csv($files, all_varchar = true, nullstr = '')
