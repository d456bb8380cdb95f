-- Which partners deliver the training, and how much of it without programme money?
-- One row per partner, the busiest first, or per kind of partner with one for what names no known partner; all are listed, with 0 too.
-- Deliveries are held classroom, visit and online sessions; without programme money are engagements past the workshop that no project funds.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: partners, active_partners counts partners; sessions counts sessions; engagements, without_project, share counts engagements; enterprises counts enterprises
-- keys: position
-- parameters: by = partner
with
kinds as (
    select
        listed.kind,
        listed.position
    from (
        values ('public', 1), ('employers', 2), ('workers', 3), ('private', 4), ('education', 5), ('other', 6), ('none', 7)
    ) as listed (kind, position)
),

-- The country is the partner's; what names no known partner is where it took place.
held as (
    select
        coalesce(p.partner_id, '') as partner_id,
        coalesce(p.kind, 'none') as kind,
        s.session_id,
        s.starts_on
    from sessions as s
    left join partners as p on s.partner_id = p.partner_id
    where
        s.state = 'held'
        and s.trains_enterprises
        and (len($module) = 0 or list_contains($module, s.module))
        and (len($country) = 0 or coalesce(p.iso3, s.iso3) in (select c.iso3 from countries_in_view as c))
        and (
            (len($project) = 0 and len($donor) = 0)
            or s.project_id in (select q.project_id from projects_in_view as q)
        )
        and ($from_on::date is null or s.starts_on >= $from_on::date)
        and s.starts_on < $before_on::date
),

trained as (
    select
        coalesce(p.partner_id, '') as partner_id,
        coalesce(p.kind, 'none') as kind,
        g.enterprise_id,
        g.project_id
    from engagements as g
    left join partners as p on g.partner_id = p.partner_id
    where
        g.trained
        and (len($module) = 0 or list_contains($module, g.module))
        and (len($country) = 0 or coalesce(p.iso3, g.iso3) in (select c.iso3 from countries_in_view as c))
        and (
            (len($project) = 0 and len($donor) = 0)
            or g.project_id in (select q.project_id from projects_in_view as q)
        )
        and ($from_on::date is null or g.counted_on >= $from_on::date)
        and g.counted_on < $before_on::date
),

here as (
    select
        p.partner_id,
        p.name,
        p.kind,
        p.iso3
    from partners as p
    where len($country) = 0 or p.iso3 in (select c.iso3 from countries_in_view as c)
),

groups as (
    select
        h.partner_id as code,
        h.name,
        h.kind,
        h.iso3,
        c.name as country,
        1 as position,
        1 as partners
    from here as h
    left join countries as c on h.iso3 = c.iso3
    where $by <> 'kind'

    union all

    select
        k.kind as code,
        null as name,
        k.kind,
        null as iso3,
        null as country,
        k.position,
        count(h.partner_id) as partners
    from kinds as k
    left join here as h on k.kind = h.kind
    where $by = 'kind'
    group by k.kind, k.position
),

held_by_group as (
    select
        case when $by = 'kind' then h.kind else h.partner_id end as code,
        count(*) as sessions,
        count(distinct case when h.starts_on >= $recent_from_on::date then nullif(h.partner_id, '') end) as active_partners,
        max(h.starts_on) as last_on
    from held as h
    group by case when $by = 'kind' then h.kind else h.partner_id end
),

trained_by_group as (
    select
        case when $by = 'kind' then t.kind else t.partner_id end as code,
        count(*) as engagements,
        count(distinct t.enterprise_id) as enterprises,
        count(*) filter (where t.project_id is null) as without_project
    from trained as t
    group by case when $by = 'kind' then t.kind else t.partner_id end
)

select
    g.code,
    g.name,
    g.kind,
    g.iso3,
    g.country,
    g.partners::bigint as partners,
    coalesce(h.active_partners, 0)::bigint as active_partners,
    coalesce(h.sessions, 0)::bigint as sessions,
    coalesce(t.engagements, 0)::bigint as engagements,
    coalesce(t.enterprises, 0)::bigint as enterprises,
    coalesce(t.without_project, 0)::bigint as without_project,
    -- When a donor or project is chosen, all that is left is funded by it.
    case when len($donor) = 0 and len($project) = 0 then 100e0 * t.without_project / nullif(t.engagements, 0) end as share,
    coalesce(t.engagements, 0) < 10 as small,
    coalesce(h.active_partners, 0) > 0 as active,
    h.last_on,
    g.position
from groups as g
left join held_by_group as h on g.code = h.code
left join trained_by_group as t on g.code = t.code
order by g.position, sessions desc, g.name, g.code
