-- One row per ISIC rev. 4 division: the sector of the programme that it belongs to.
select
    division::varchar as division,
    sector::varchar as sector,
    title::varchar as title
from read_csv($files, all_varchar = true, nullstr = '')
