-- One row per country and year: local currency per US dollar.
select
    iso3::varchar as iso3,
    currency::varchar as currency,
    year::integer as year,
    lcu_per_usd::double as lcu_per_usd
from read_csv($files, all_varchar = true, nullstr = '')
