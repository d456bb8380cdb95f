-- Attendances that the viewer's projects fund, and those in a coordinator's countries.
select t.*
from base.participations as t
where list_contains($countries, t.iso3) or t.project_id in (select v.project_id from viewer_projects as v)
