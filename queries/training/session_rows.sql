-- Which sessions lie behind the counts?
-- One row per event, the newest first and at most 5,000 of them: held, planned, or past and not confirmed. Persons are never listed one
-- by one; `listed` counts those in the session's list, null where there is none, and `listed_rest` those of other or unknown sex.
-- kind: rows
-- filters: period, country, donor, project, module
-- measures: participants, listed, listed_women, listed_men, listed_rest counts people; trainers counts trainers
-- keys: days
-- parameters: kinds = []
select
    s.session_id,
    s.starts_on,
    s.kind,
    m.title as module,
    s.iso3,
    c.name as country,
    s.state,
    s.days,
    s.participants::bigint as participants,
    s.listed::bigint as listed,
    s.listed_women::bigint as listed_women,
    s.listed_men::bigint as listed_men,
    (s.listed_other + s.listed_unknown)::bigint as listed_rest,
    s.trainers::bigint as trainers
from sessions_in_view as s
left join modules as m on s.module = m.module
left join countries as c on s.iso3 = c.iso3
where len($kinds) = 0 or list_contains($kinds, s.kind)
order by s.starts_on desc, s.session_id
limit 5000
