-- How many rows of the export were added, came late, were revised or removed?
-- One row per table with a change, the most changed first.
-- kind: aggregate
-- filters: none
-- measures: removed, revised, late, added counts rows
-- source: comparison
select
    r.table_name,
    sum(case when r.step = 'removed' then r.changed_rows else 0 end)::bigint as removed,
    sum(case when r.step = 'revised' then r.changed_rows else 0 end)::bigint as revised,
    sum(case when r.step = 'late' then r.changed_rows else 0 end)::bigint as late,
    sum(case when r.step = 'new' then r.changed_rows else 0 end)::bigint as added
from row_changes as r
group by r.table_name
order by sum(r.changed_rows) desc, r.table_name
