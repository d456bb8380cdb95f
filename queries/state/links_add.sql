-- Adds a shared link.
insert into links (link_id, page, choices, sharer, made_at, ends_at)
values ($link_id, $page, $choices, $sharer, $made_at, $ends_at)
