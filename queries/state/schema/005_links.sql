-- One row per link that was shared: the page, its choices as JSON, who shared it, and for how long.
create table links (
    link_id text primary key,
    page text not null,
    choices text not null,
    sharer text not null,
    made_at text not null,
    ends_at text not null,
    revoked_at text
)
