-- Spending of the viewer's projects.
select s.*
from base.project_spending as s
semi join viewer_projects as v on s.project_id = v.project_id
