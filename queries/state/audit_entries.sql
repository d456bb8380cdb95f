-- The entries of the audit by one viewer, of one kind, from one moment on; an empty text restricts nothing.
-- One row per entry, the newest first; `most` of them, or all where it is negative.
select
    a.entry_id,
    a.noted_at,
    a.what,
    a.who,
    a.about,
    a.snapshot_id
from audit as a
where
    ($who = '' or a.who = $who)
    and ($what = '' or a.what = $what)
    and ($since = '' or a.noted_at >= $since)
order by a.entry_id desc
limit $most
