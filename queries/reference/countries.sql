-- One row per country or territory: its names, region and currency.
select
    iso3::varchar as iso3,
    iso2::varchar as iso2,
    row_number() over (order by iso3)::smallint as country_no,
    name::varchar as name,
    name_fr::varchar as name_fr,
    name_es::varchar as name_es,
    ilo_region::varchar as region,
    currency::varchar as currency
from read_csv($files, all_varchar = true, nullstr = '')
