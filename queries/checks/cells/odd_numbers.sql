-- One row per text that is not plainly a number, or that would be another one with a comma for decimals.
select
    s.the_column as given,
    count(*) as total,
    min(s.row_no) as row_no,
    any_value(s.part) as part
from the_sent as s
where
    trim(s.the_column) <> ''
    and (
        try_cast(trim(s.the_column) as double) is null
        or regexp_matches(s.the_column, '^\s*[+-]?\d{1,3}\.\d{3}\s*$')
        or ($whole and try_cast(trim(s.the_column) as double) <> floor(try_cast(trim(s.the_column) as double)))
    )
group by s.the_column
