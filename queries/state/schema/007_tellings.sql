-- One row per breakdown that was told of a snapshot to viewers of a smallest group: what was told, row by row, as JSON.
create table tellings (
    telling integer primary key,
    answer text not null,
    lineage text not null,
    k integer not null,
    snapshot_id text not null,
    said text not null,
    unique (answer, lineage, k, snapshot_id)
)
