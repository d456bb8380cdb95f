-- One row: the last entry of the audit, so that it is noticed when entries are cut off the end.
create table audit_head (
    one integer primary key check (one = 1),
    entry_id integer not null,
    chain text not null
)
