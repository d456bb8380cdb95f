-- Revokes a shared link that is not revoked yet.
update links
set revoked_at = $revoked_at
where link_id = $link_id and revoked_at is null
