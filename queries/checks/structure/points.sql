-- One row per enterprise with coordinates and a country.
select
    e.row_no,
    e.part,
    e.enterprise_id,
    e.iso3,
    e.latitude,
    e.longitude
from enterprises as e
where e.latitude between -90 and 90 and e.longitude between -180 and 180 and e.iso3 is not null
order by e.part, e.row_no
