-- Events of the viewer's projects, and in a coordinator's countries.
select t.*
from base.sessions as t
where list_contains($countries, t.iso3) or t.project_id in (select v.project_id from viewer_projects as v)
