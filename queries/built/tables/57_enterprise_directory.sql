-- One row per enterprise, with what it is found by and what stands at the head of its page. `words` holds, in small letters, its
-- name, id, place, country (in every language here), sector, trainers and partners, as written and again without accents.
-- `trainers`, `projects` and `partners` are lists in words; `modules` counts those that it was trained in, `kpis` those reported.
with
sector_titles as (
    select distinct
        k.sector,
        k.title
    from sectors as k
),

engaged as (
    select
        g.enterprise_id,
        string_agg(distinct g.trainer_id, ', ' order by g.trainer_id) as trainers,
        string_agg(distinct p.title, ', ' order by p.title) as projects,
        string_agg(distinct r.name, ', ' order by r.name) as partners,
        count(distinct case when g.trained then g.module end) as modules
    from snapshot.base.engagements as g
    left join projects as p on g.project_id = p.project_id
    left join partners as r on g.partner_id = r.partner_id
    group by g.enterprise_id
),

reported as (
    select
        v.enterprise_id,
        count(distinct v.kpi) as kpis,
        max(v.period_end) as last_on
    from snapshot.base.kpi_values as v
    group by v.enterprise_id
),

described as (
    select
        e.*,
        c.name as country,
        coalesce(s.title, e.sector) as sector_title,
        g.trainers,
        g.projects,
        g.partners,
        coalesce(g.modules, 0)::integer as modules,
        coalesce(r.kpis, 0)::integer as kpis,
        r.last_on,
        nfc_normalize(lower(concat_ws(
            ' ', e.name, e.enterprise_id, e.region, e.iso3, c.name, c.name_fr, c.name_es, coalesce(s.title, e.sector),
            g.trainers, g.partners
        ))) as written
    from snapshot.base.enterprises as e
    left join countries as c on e.iso3 = c.iso3
    left join sector_titles as s on e.sector = s.sector
    left join engaged as g on e.enterprise_id = g.enterprise_id
    left join reported as r on e.enterprise_id = r.enterprise_id
)

select
    d.enterprise_id,
    d.name,
    lower(d.name) as name_key,
    d.iso3,
    d.country,
    d.region,
    d.sector,
    d.sector_title,
    d.size,
    d.women,
    d.men,
    d.workforce_on,
    d.women_led,
    d.women_owned,
    d.joined_on,
    d.closed_on,
    d.benchmark_consent_on is not null and d.benchmark_consent_on <= $as_of as consents,
    d.trainers,
    d.projects,
    d.partners,
    d.modules,
    d.kpis,
    d.last_on,
    i.formed_on as team_on,
    i.women_workers + i.women_managers as team_women,
    i.men_workers + i.men_managers as team_men,
    concat(d.written, ' ', strip_accents(d.written)) as words
from described as d
left join improvement_teams as i on d.enterprise_id = i.enterprise_id
order by d.enterprise_id
