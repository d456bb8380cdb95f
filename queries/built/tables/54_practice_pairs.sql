-- One row per enterprise and practice that was checked, or whose endline is due, in the order in which pages read them.
select p.*
from practice_pairs as p
order by p.iso3, p.enterprise_id, p.practice
