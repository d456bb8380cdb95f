-- Forgets what a reader saw.
delete from visits
where who = $who
