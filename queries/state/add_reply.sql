-- Adds an answer.
insert into replies (enterprise_id, kpi, reply, given_by, given_on, snapshot_id, shown)
values ($enterprise_id, $kpi, $reply, $given_by, $given_on, $snapshot_id, $shown)
