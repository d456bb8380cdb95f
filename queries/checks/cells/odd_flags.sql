-- One row per text that is not plainly true or false.
select
    s.the_column as given,
    count(*) as total,
    min(s.row_no) as row_no,
    any_value(s.part) as part
from the_sent as s
where trim(s.the_column) <> '' and lower(trim(s.the_column)) not in ('true', 'false')
group by s.the_column
