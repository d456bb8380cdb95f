-- The whole audit, as its chain is verified.
-- One row per entry, in order.
select
    a.entry_id,
    a.noted_at,
    a.what,
    a.who,
    a.salt,
    a.who_hash,
    a.about,
    a.snapshot_id,
    a.chain
from audit as a
order by a.entry_id
