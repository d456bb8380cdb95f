-- Notes which snapshot a reader sees; another one than before moves that one to the side.
insert into visits (who, snapshot_id)
values ($who, $snapshot_id)
on conflict (who) do update set
    before_id = case when snapshot_id = excluded.snapshot_id then before_id else snapshot_id end,
    snapshot_id = excluded.snapshot_id
