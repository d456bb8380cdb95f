-- Who funds the projects that the viewer sees.
select d.*
from base.project_donors as d
semi join projects as p on d.project_id = p.project_id
