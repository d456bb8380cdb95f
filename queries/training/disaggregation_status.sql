-- Which countries report sex, role, person and answers of those they train, and which do not?
-- One row per country with an enterprise or a held training session: of the persons listed at held training sessions, how many have a
-- known sex, a role of worker or manager, a person id, an answer; of the enterprises trained, how many have a count of women and men at
-- or before the workshop. Reported is 80 % and more, `partly` 5 % and more; `no_sessions` where none was held, `no_list` where none has one,
-- `no_enterprises` where none was trained.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: sex, role, person, answer, workforce, listed counts people; sessions, sessions_listed counts sessions; enterprises counts enterprises
-- keys: position
with
listed as (
    select
        p.iso3,
        p.session_id,
        p.sex,
        true as in_role,
        p.person_no,
        p.satisfaction
    from participations_in_view as p

    union all

    -- As `participations_in_view`, those who are neither workers nor managers.
    select
        coalesce(s.iso3, e.iso3) as iso3,
        a.session_id,
        a.sex,
        false as in_role,
        a.person_no,
        a.satisfaction
    from attendances as a
    inner join sessions as s on a.session_id = s.session_id
    left join engagements as g on a.engagement_id = g.engagement_id
    left join enterprises as e on a.enterprise_id = e.enterprise_id
    where
        a.role not in ('worker', 'manager')
        and s.state = 'held'
        and s.trains_enterprises
        and (len($country) = 0 or coalesce(s.iso3, e.iso3) in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, coalesce(s.module, g.module)))
        and (
            (len($project) = 0 and len($donor) = 0)
            or coalesce(g.project_id, s.project_id) in (select p.project_id from projects_in_view as p)
        )
        and (
            (len($sector) = 0 and len($size) = 0 and $women_led::boolean is null)
            or a.enterprise_id in (select v.enterprise_id from enterprises_in_view as v)
        )
        and ($from_on::date is null or s.starts_on >= $from_on::date)
        and s.starts_on < $before_on::date
),

persons as (
    select
        l.iso3,
        count(*) as listed,
        count(distinct l.session_id) as sessions,
        count(*) filter (where l.sex <> 'unknown') as sex,
        count(*) filter (where l.in_role) as role,
        count(l.person_no) as person,
        count(l.satisfaction) as answer
    from listed as l
    group by l.iso3
),

without_list as (
    select
        s.iso3,
        count(*) as sessions
    from sessions_in_view as s
    where
        s.state = 'held'
        and s.trains_enterprises
        and s.listed is null
        and (
            (len($sector) = 0 and len($size) = 0 and $women_led::boolean is null)
            or s.enterprise_id in (select e.enterprise_id from enterprises_in_view as e)
        )
    group by s.iso3
),

trained as (
    select
        g.iso3,
        g.enterprise_id,
        max(case when w.women + w.men is not null then 1 else 0 end) as counted
    from engagements_in_view as g
    inner join workforce_trained as w on g.engagement_id = w.engagement_id
    group by g.iso3, g.enterprise_id
),

workforces as (
    select
        t.iso3,
        count(*) as enterprises,
        sum(t.counted) as counted
    from trained as t
    group by t.iso3
),

rates as (
    select
        b.code as iso3,
        b.title as country,
        coalesce(p.sessions, 0) + coalesce(h.sessions, 0) as sessions,
        p.sessions as sessions_listed,
        p.listed,
        100e0 * p.sex / nullif(p.listed, 0) as sex,
        100e0 * p.role / nullif(p.listed, 0) as role,
        100e0 * p.person / nullif(p.listed, 0) as person,
        100e0 * p.answer / nullif(p.listed, 0) as answer,
        w.enterprises,
        100e0 * w.counted / nullif(w.enterprises, 0) as workforce,
        case when p.listed > 0 then '' when h.sessions > 0 then 'no_list' else 'no_sessions' end as why,
        b.position
    from breakdowns as b
    left join persons as p on b.code = p.iso3
    left join without_list as h on b.code = h.iso3
    left join workforces as w on b.code = w.iso3
    where
        b.dimension = 'country'
        and not b.optional
        and (len($country) = 0 or b.code in (select c.iso3 from countries_in_view as c))
)

select
    r.iso3,
    r.country,
    r.sessions::bigint as sessions,
    coalesce(r.sessions_listed, 0)::bigint as sessions_listed,
    coalesce(r.listed, 0)::bigint as listed,
    r.sex,
    r.role,
    r.person,
    r.answer,
    coalesce(r.enterprises, 0)::bigint as enterprises,
    r.workforce,
    case
        when r.why <> '' then r.why
        when r.sex >= 80e0 then 'reports'
        when r.sex >= 5e0 then 'partly'
        else 'does_not'
    end as sex_status,
    case
        when r.why <> '' then r.why
        when r.role >= 80e0 then 'reports'
        when r.role >= 5e0 then 'partly'
        else 'does_not'
    end as role_status,
    case
        when r.why <> '' then r.why
        when r.person >= 80e0 then 'reports'
        when r.person >= 5e0 then 'partly'
        else 'does_not'
    end as person_status,
    case
        when r.why <> '' then r.why
        when r.answer >= 80e0 then 'reports'
        when r.answer >= 5e0 then 'partly'
        else 'does_not'
    end as answer_status,
    case
        when r.workforce is null then 'no_enterprises'
        when r.workforce >= 80e0 then 'reports'
        when r.workforce >= 5e0 then 'partly'
        else 'does_not'
    end as workforce_status,
    r.position
from rates as r
order by r.position, r.iso3
