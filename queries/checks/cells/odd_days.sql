-- One row per text that is not plainly a day.
select
    s.the_column as given,
    count(*) as total,
    min(s.row_no) as row_no,
    any_value(s.part) as part
from the_sent as s
where
    trim(s.the_column) <> ''
    and (
        not regexp_matches(s.the_column, '^\s*\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?.*)?\s*$')
        or try_cast(left(trim(s.the_column), 10) as date) is null
    )
group by s.the_column
