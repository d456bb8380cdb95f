-- Adds an entry to the audit.
insert into audit (entry_id, noted_at, what, who, salt, who_hash, about, snapshot_id, chain)
values ($entry_id, $noted_at, $what, $who, $salt, $who_hash, $about, $snapshot_id, $chain)
