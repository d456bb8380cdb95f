-- Which enterprises fit the words?
-- One row per enterprise whose name, id, place, country, sector, trainers or partners hold every word of `words` (large and small
-- letters alike; words without accents find those with them), at most 50, those whose name begins with the words first;
-- `found` says how many there are. Without words all fit, and those with most KPIs stand first.
-- kind: rows
-- filters: country, sector, size, women_led
-- measures: modules, kpis counts enterprises
-- keys: found
-- parameters: words = ''
with
asked as (
    select
        trim(lower($words)) as phrase,
        string_split(trim(lower($words)), ' ') as words
),

singly as (
    select unnest(a.words) as word
    from asked as a
),

unfit as (
    select distinct d.enterprise_id
    from enterprise_directory as d
    cross join singly as s
    where not contains(d.words, s.word)
),

fitting as (
    select
        d.*,
        case when starts_with(d.name_key, a.phrase) then 1 when contains(d.name_key, a.phrase) then 2 else 3 end as place
    from enterprise_directory as d
    semi join enterprises_in_view as e on d.enterprise_id = e.enterprise_id
    anti join unfit as u on d.enterprise_id = u.enterprise_id
    cross join asked as a
)

select
    f.enterprise_id,
    f.name,
    f.country,
    f.iso3,
    f.region,
    f.sector_title as sector,
    f.size,
    f.trainers,
    f.modules::bigint as modules,
    f.kpis::bigint as kpis,
    f.last_on,
    count(*) over () as found
from fitting as f
order by f.place, f.kpis desc, f.name, f.enterprise_id
limit 50
