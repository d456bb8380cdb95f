-- Is the enterprise among those that a scoped viewer sees row by row?
-- One row, which says so.
select count(*) > 0 as owns
from viewer_enterprises as v
where v.enterprise_id = $enterprise
