-- One row per text that is none of the values that there may be.
select
    s.the_column as given,
    count(*) as total,
    min(s.row_no) as row_no,
    any_value(s.part) as part
from the_sent as s
where trim(s.the_column) <> '' and not list_contains($listed::varchar[], s.the_column::varchar)
group by s.the_column
