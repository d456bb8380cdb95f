-- What did donors contribute to, where several fund one project?
-- One row per donor, or per project and donor (`by`). An enterprise counts once: where several projects in view trained it, each has an
-- equal part of it, and its donors share that part as they share the funding. So contributions add up to the enterprises trained,
-- `all_enterprises`, while `enterprises` (trained in any project of the donor) must not be added up. Contribution, not attribution.
-- kind: projects
-- filters: donor, project
-- measures: enterprises, contribution, all_enterprises counts enterprises
-- keys: share, projects, budget_usd
-- parameters: by = donor
with
trained as (
    select distinct
        g.enterprise_id,
        g.project_id
    from engagements as g
    semi join projects_in_view as v on g.project_id = v.project_id
    where g.trained
),

parts as (
    select
        t.enterprise_id,
        count(*) as in_projects
    from trained as t
    group by t.enterprise_id
),

funded as (
    select
        d.project_id,
        d.donor_id,
        d.share,
        p.title,
        p.starts_on,
        case when p.currency = 'USD' then d.share * p.budget end as budget_usd
    from project_donors as d
    semi join projects_in_view as v on d.project_id = v.project_id
    inner join projects as p on d.project_id = p.project_id
),

grouped as (
    select
        f.donor_id,
        case when $by = 'project' then f.project_id end as project_id,
        case when $by = 'project' then max(f.title) end as title,
        case when $by = 'project' then max(f.share) * 100e0 end as share,
        min(f.starts_on) as starts_on,
        count(*) as projects,
        case when count(f.budget_usd) = count(*) then sum(f.budget_usd) end as budget_usd
    from funded as f
    group by f.donor_id, case when $by = 'project' then f.project_id end
),

reached as (
    select
        f.donor_id,
        case when $by = 'project' then f.project_id end as project_id,
        count(distinct t.enterprise_id) as enterprises,
        sum(f.share / nullif(a.in_projects, 0)) as contribution
    from funded as f
    inner join trained as t on f.project_id = t.project_id
    inner join parts as a on t.enterprise_id = a.enterprise_id
    group by f.donor_id, case when $by = 'project' then f.project_id end
)

select
    g.donor_id,
    o.name as donor,
    g.project_id,
    g.title,
    g.share,
    g.projects::bigint as projects,
    coalesce(r.enterprises, 0)::bigint as enterprises,
    coalesce(r.contribution, 0e0) as contribution,
    (select count(distinct t.enterprise_id) from trained as t)::bigint as all_enterprises,
    g.budget_usd
from grouped as g
inner join donors as o on g.donor_id = o.donor_id
left join reached as r on g.donor_id = r.donor_id and coalesce(g.project_id, '') = coalesce(r.project_id, '')
order by g.starts_on, g.project_id, contribution desc, donor, g.donor_id
