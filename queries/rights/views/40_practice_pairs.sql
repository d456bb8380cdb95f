-- The practices of the viewer's own enterprises.
select p.*
from base.practice_pairs as p
semi join viewer_enterprises as v on p.enterprise_id = v.enterprise_id
