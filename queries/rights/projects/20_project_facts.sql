-- Facts that targets are compared with, of the viewer's projects and of a coordinator's countries.
select t.*
from base.project_facts as t
where list_contains($countries, t.iso3) or t.project_id in (select v.project_id from viewer_projects as v)
