-- The engagements of the viewer's own enterprises.
select g.*
from base.engagements as g
semi join viewer_enterprises as v on g.enterprise_id = v.enterprise_id
