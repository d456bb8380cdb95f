-- The viewer's projects, and those that train in a coordinator's countries among others, without their budget.
select
    p.project_id,
    p.title,
    p.phase,
    p.starts_on,
    p.ends_on,
    case when v.project_id is not null then p.budget end as budget,
    case when v.project_id is not null then p.currency end as currency,
    v.project_id is not null as whole
from base.projects as p
left join viewer_projects as v on p.project_id = v.project_id
where
    v.project_id is not null
    or p.project_id in (
        select g.project_id from base.engagements as g
        where list_contains($countries, g.iso3)
    )
