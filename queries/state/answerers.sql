-- Which enterprises have answered?
-- One row per enterprise.
select distinct r.enterprise_id
from replies as r
order by r.enterprise_id
