-- One row per publication.
select
    source::varchar as source,
    title::varchar as title,
    publisher::varchar as publisher,
    year::integer as year,
    licence::varchar as licence,
    isbn::varchar as isbn,
    coverage::varchar as coverage
from read_csv($files, all_varchar = true, nullstr = '')
