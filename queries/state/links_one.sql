-- One shared link by its id.
-- One row, or none.
select
    l.link_id,
    l.page,
    l.choices,
    l.sharer,
    l.made_at,
    l.ends_at,
    l.revoked_at
from links as l
where l.link_id = $link_id
