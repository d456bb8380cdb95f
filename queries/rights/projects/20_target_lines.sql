-- Targets of the viewer's projects, and of a coordinator's countries in others.
select t.*
from base.target_lines as t
where list_contains($countries, t.iso3) or t.project_id in (select v.project_id from viewer_projects as v)
