-- What the viewer's projects sent in as sums, and what others did for a coordinator's countries.
select t.*
from base.results as t
where list_contains($countries, t.iso3) or t.project_id in (select v.project_id from viewer_projects as v)
