-- The links that one viewer shared, or all of them where the id is empty.
-- One row per link, the newest first.
select
    l.link_id,
    l.page,
    l.choices,
    l.sharer,
    l.made_at,
    l.ends_at,
    l.revoked_at
from links as l
where $sharer = '' or l.sharer = $sharer
order by l.made_at desc, l.link_id
