-- Where do projects train, and with which partners?
-- One row per project and country, or per project and partner (`by`), with the enterprises trained and the people in its sessions.
-- kind: projects
-- filters: donor, project
-- measures: enterprises counts enterprises; engagements counts engagements
-- parameters: by = country
with
done as (
    select
        g.project_id,
        case when $by = 'partner' then g.partner_id else g.iso3 end as code,
        count(distinct case when g.trained then g.enterprise_id end) as enterprises,
        count(*) filter (where g.trained) as engagements,
        min(case when g.trained then g.counted_on end) as first_on,
        max(case when g.trained then g.counted_on end) as last_on
    from engagements as g
    semi join projects_in_view as v on g.project_id = v.project_id
    group by g.project_id, case when $by = 'partner' then g.partner_id else g.iso3 end
)

select
    d.project_id,
    d.code,
    case when $by <> 'partner' then c.iso2 end as iso2,
    coalesce(case when $by = 'partner' then p.name else c.name end, '') as name,
    case when $by = 'partner' then p.kind end as kind,
    d.enterprises::bigint as enterprises,
    d.engagements::bigint as engagements,
    d.first_on,
    d.last_on
from done as d
left join countries as c on $by <> 'partner' and d.code = c.iso3
left join partners as p on $by = 'partner' and d.code = p.partner_id
order by d.project_id, d.enterprises desc, name, d.code
