-- Which numbers were revised most?
-- One row per revised number of an enterprise, the largest change first, as a share of the larger of the two; at most 200.
-- kind: rows
-- filters: none
-- measures: none
-- keys: old_value, new_value, change_share
-- source: comparison
select
    r.table_name,
    r.column_name,
    r.row_key,
    r.enterprise_id,
    e.name as enterprise,
    e.iso3,
    r.old_value,
    r.new_value,
    100e0 * abs(r.new_value - r.old_value) / nullif(greatest(abs(r.new_value), abs(r.old_value)), 0e0) as change_share
from revisions as r
inner join enterprises as e on r.enterprise_id = e.enterprise_id
order by change_share desc nulls last, r.table_name, r.row_key, r.column_name
limit 200
