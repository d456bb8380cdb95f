-- Notes which entry of the audit is the last one.
insert or replace into audit_head (one, entry_id, chain)
values (1, $entry_id, $chain)
