-- Where are the enterprises?
-- One row per trained enterprise in view whose place is known.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: longitude, latitude
select
    e.enterprise_id,
    e.name,
    s.title as label,
    e.iso3,
    e.longitude,
    e.latitude
from enterprises_in_view as e
left join sectors as s on e.sector = s.sector
where
    e.longitude is not null
    and e.latitude is not null
    and e.enterprise_id in (
        select g.enterprise_id from engagements_in_view as g
        where g.trained
    )
order by e.enterprise_id
limit 5000
