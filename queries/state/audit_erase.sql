-- Puts a pseudonym in the place of a viewer's id; without its salt, the hash that the chain took of it tells nothing.
update audit
set who = $pseudonym, salt = ''
where who = $who
