-- One row per reader: the snapshot that was seen last, and the one that was seen before it.
create table visits (
    who text primary key,
    snapshot_id text not null,
    before_id text
)
