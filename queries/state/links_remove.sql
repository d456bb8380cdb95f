-- Removes the links that had ended before a moment.
delete from links
where ends_at < $before
