-- Which is the last entry of the audit?
-- One row, or none before the first entry.
select
    h.entry_id,
    h.chain
from audit_head as h
