-- Which enterprise is it: where, in which sector, how large, trained by whom, in which projects?
-- One row: the enterprise of `enterprise`, with its workforce by the latest count and its improvement team (null where not
-- recorded). `trainers`, `projects` and `partners` are those of its engagements.
-- kind: rows
-- filters: none
-- measures: women, men, team_women, team_men counts people; modules, kpis counts enterprises
-- parameters: enterprise = ''
select
    d.enterprise_id,
    d.name,
    d.iso3,
    d.country,
    d.region,
    d.sector_title as sector,
    d.sector as sector_code,
    d.size,
    d.women::bigint as women,
    d.men::bigint as men,
    d.workforce_on,
    d.women_led,
    d.women_owned,
    d.joined_on,
    d.closed_on,
    d.consents,
    d.trainers,
    d.projects,
    d.partners,
    d.modules::bigint as modules,
    d.kpis::bigint as kpis,
    d.last_on,
    d.team_on,
    d.team_women::bigint as team_women,
    d.team_men::bigint as team_men
from enterprise_directory as d
where d.enterprise_id = $enterprise
order by d.enterprise_id
