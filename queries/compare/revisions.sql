-- noqa: disable=RF03
-- The numbers of one column of one table that were revised.
-- One row per revised number, the largest change first, as a share of the larger of the two.
select
    '$table' as table_name,
    $key as row_key,
    '$column' as column_name,
    $enterprise as enterprise_id,
    was.$column::double as old_value,
    now.$column::double as new_value
from compared.$table
where step = 2 and was.$column is distinct from now.$column
order by abs(was.$column - now.$column) / nullif(greatest(abs(was.$column), abs(now.$column)), 0) desc nulls last, row_key
limit $most
