-- One row per entry of the audit. Each is chained to the one before: `chain` is a hash of that one's chain and of all that stands
-- here but `who` and `salt`. In their place it takes `who_hash`, so that a viewer's id can be erased and the chain still holds.
create table audit (
    entry_id integer primary key,
    noted_at text not null,
    what text not null,
    who text not null,
    salt text not null,
    who_hash text not null,
    about text not null,
    snapshot_id text not null,
    chain text not null
)
