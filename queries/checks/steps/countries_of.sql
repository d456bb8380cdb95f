-- One row per enterprise of the list, with its country.
select distinct
    e.enterprise_id,
    e.iso3
from enterprises as e
where list_contains($enterprises::varchar[], e.enterprise_id) and e.iso3 is not null
order by e.enterprise_id
