-- Is the enterprise among those that the viewer sees row by row?
-- One row, which says so.
select count(*) > 0 as owns
from enterprises as e
where e.enterprise_id = $enterprise
