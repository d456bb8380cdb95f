-- Notes what is told of a breakdown.
insert into tellings (answer, lineage, k, snapshot_id, said)
values ($answer, $lineage, $k, $snapshot_id, $said)
