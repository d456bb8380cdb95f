-- What is each project: when, funded by whom, with how much money, and whom did it reach?
-- One row per project in view. Budget and spending are in the project's own currency, and spending is null where it is in several.
-- Whose project trains in other countries too sees its reach in the own ones, and no money.
-- kind: projects
-- filters: country, donor, project
-- measures: enterprises counts enterprises; people counts people
-- keys: budget, spent, countries, partners, targets
with
funding as (
    select
        d.project_id,
        string_agg(o.name || ' (' || round(100e0 * d.share)::integer::varchar || ' %)', ', ' order by d.share desc, o.name) as donors
    from project_donors as d
    inner join donors as o on d.donor_id = o.donor_id
    group by d.project_id
),

spending as (
    select
        s.project_id,
        case when count(distinct s.currency) = 1 then sum(s.amount) end as spent,
        case when count(distinct s.currency) = 1 then max(s.currency) end as spent_currency,
        max(s.year) as last_year
    from project_spending as s
    group by s.project_id
),

here as (
    select g.*
    from engagements as g
    where len($country) = 0 or g.iso3 in (select c.iso3 from countries_in_view as c)
),

reach as (
    select
        g.project_id,
        count(distinct case when g.trained then g.enterprise_id end) as enterprises,
        count(distinct g.iso3) as countries,
        count(distinct g.partner_id) as partners
    from here as g
    group by g.project_id
),

people as (
    select
        p.project_id,
        count(distinct p.person_no) as people
    from participations as p
    where len($country) = 0 or p.iso3 in (select c.iso3 from countries_in_view as c)
    group by p.project_id
),

promised as (
    select
        t.project_id,
        count(distinct t.indicator) as targets
    from target_lines as t
    group by t.project_id
)

select
    p.project_id,
    p.title,
    p.phase,
    p.starts_on,
    p.ends_on,
    p.starts_on <= $as_of and p.ends_on > $as_of as is_running,
    p.whole,
    f.donors,
    p.budget,
    p.currency,
    s.spent,
    s.spent_currency,
    coalesce(r.enterprises, 0)::bigint as enterprises,
    coalesce(q.people, 0)::bigint as people,
    coalesce(r.countries, 0)::bigint as countries,
    coalesce(r.partners, 0)::bigint as partners,
    coalesce(t.targets, 0)::bigint as targets
from projects as p
semi join projects_in_view as v on p.project_id = v.project_id
left join funding as f on p.project_id = f.project_id
left join spending as s on p.project_id = s.project_id
left join reach as r on p.project_id = r.project_id
left join people as q on p.project_id = q.project_id
left join promised as t on p.project_id = t.project_id
where len($country) = 0 or r.project_id is not null
order by p.starts_on, p.project_id
