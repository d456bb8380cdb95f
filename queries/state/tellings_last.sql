-- What was told of a breakdown: of one snapshot, or, where nothing was told of that, last.
-- One row, or none where nothing was ever told.
select
    t.snapshot_id,
    t.said
from tellings as t
where t.answer = $answer and t.lineage = $lineage and t.k = $k
order by t.snapshot_id = $snapshot_id desc, t.telling desc
limit 1
