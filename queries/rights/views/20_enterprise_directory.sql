-- Of the viewer's own enterprises.
select t.*
from base.enterprise_directory as t
semi join viewer_enterprises as v on t.enterprise_id = v.enterprise_id
