-- One row per wanted row, as it was sent; `$alone`: the table has one file, whose name does not matter.
select
    s.row_no,
    s.part,
    s.the_columns
from the_sent as s
inner join wanted as w on s.row_no = w.row_no and ($alone or s.part = w.part)
order by s.part, s.row_no
