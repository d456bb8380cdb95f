-- Puts a pseudonym in the place of a sharer's id, and revokes the links: nobody's rights stand behind them.
update links
set sharer = $pseudonym, revoked_at = coalesce(revoked_at, $revoked_at)
where sharer = $who
