-- The improvement projects of the viewer's own enterprises.
select i.*
from base.improvements as i
semi join viewer_enterprises as v on i.enterprise_id = v.enterprise_id
