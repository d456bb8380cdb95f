-- The snapshot that a reader saw before the present one.
-- One row, or none.
select v.before_id
from visits as v
where v.who = $who
