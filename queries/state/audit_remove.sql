-- Removes the entries of the audit up to one.
delete from audit
where entry_id <= $entry_id
