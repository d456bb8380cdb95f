-- The viewer's own enterprises.
select e.*
from base.enterprises as e
semi join viewer_enterprises as v on e.enterprise_id = v.enterprise_id
