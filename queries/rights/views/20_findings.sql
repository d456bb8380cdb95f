-- Of the viewer's own enterprises.
select t.*
from base.findings as t
semi join viewer_enterprises as v on t.enterprise_id = v.enterprise_id
