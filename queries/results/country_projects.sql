-- Which projects train in these countries, and who funds them?
-- One row per project that funded an engagement in view, the largest first.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enterprises counts enterprises
with
funding as (
    select
        p.project_id,
        string_agg(d.name, ', ' order by p.share desc, d.name) as donors
    from project_donors as p
    inner join donors as d on p.donor_id = d.donor_id
    group by p.project_id
)

select
    p.project_id,
    p.title,
    f.donors,
    p.starts_on,
    p.ends_on,
    count(distinct case when g.trained then g.enterprise_id end)::bigint as enterprises
from projects as p
inner join engagements_in_view as g on p.project_id = g.project_id
left join funding as f on p.project_id = f.project_id
group by p.project_id, p.title, f.donors, p.starts_on, p.ends_on
order by enterprises desc, p.title, p.project_id
