-- What do people say?
-- One row per story whose teller agreed to its use, by id.
-- kind: aggregate
-- filters: country
-- measures: none
select
    s.story_id,
    s.iso3,
    s.text
from stories as s
where
    s.consent_on <= $as_of
    and (len($country) = 0 or s.iso3 in (select c.iso3 from countries_in_view as c))
order by s.story_id
