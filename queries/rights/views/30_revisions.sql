-- The revised numbers of the viewer's own enterprises.
select r.*
from base.revisions as r
semi join viewer_enterprises as v on r.enterprise_id = v.enterprise_id
