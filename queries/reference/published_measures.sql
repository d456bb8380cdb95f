-- One row per kind of published figure (indicator and what it counts), or per figure that differs from its kind: the indicator of the
-- catalogue that counts the same (`live`), or why none does.
select
    indicator::varchar as indicator,
    coalesce(counts, '')::varchar as counts,
    id::varchar as id,
    live::varchar as live,
    verdict::varchar as verdict,
    why::varchar as why
from read_csv($files, all_varchar = true, nullstr = '')
