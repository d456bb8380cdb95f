-- How many people does the training reach, counted in three ways that are never added up?
-- One row per counter: attendances; unique people, each once where a person id is known; the workforce of the enterprises trained, each
-- enterprise once by its latest count at or before the workshop; and apart from these, head counts of held sessions without a list of
-- persons, whose sex was not collected. Under a filter by sector, size or leadership only sessions at one enterprise can be placed.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: people, women, men, unknown by indicator in n; other results about people in other
-- keys: position, reported, expected
with
listed as (
    select
        count(*) as people,
        count(*) filter (where p.sex = 'female') as women,
        count(*) filter (where p.sex = 'male') as men,
        count(*) filter (where p.sex = 'other') as other,
        count(*) filter (where p.sex = 'unknown') as unknown,
        count(p.person_no) as known,
        count(distinct p.session_id) as sessions
    from participations_in_view as p
),

persons as (
    select
        p.person_no,
        max(case when p.sex = 'female' then 1 else 0 end) as woman,
        max(case when p.sex = 'male' then 1 else 0 end) as man,
        max(case when p.sex = 'other' then 1 else 0 end) as other
    from participations_in_view as p
    where p.person_no is not null
    group by p.person_no
),

unique_people as (
    select
        count(*) as people,
        count(*) filter (where q.woman = 1) as women,
        count(*) filter (where q.woman = 0 and q.man = 1) as men,
        count(*) filter (where q.woman + q.man = 0 and q.other = 1) as other,
        count(*) filter (where q.woman + q.man + q.other = 0) as unknown
    from persons as q
),

-- Each enterprise by its latest workshop in view with a count of its workforce.
enterprises_trained as (
    select
        g.enterprise_id,
        w.women,
        w.men
    from engagements_in_view as g
    inner join workforce_trained as w on g.engagement_id = w.engagement_id
    qualify
        row_number() over (
            partition by g.enterprise_id
            order by case when w.women + w.men is not null then 0 else 1 end, g.counted_on desc, g.engagement_id
        ) = 1
),

workforce_counted as (
    select
        sum(e.women + e.men) as people,
        sum(case when e.women + e.men is not null then e.women end) as women,
        sum(case when e.women + e.men is not null then e.men end) as men,
        count(e.women + e.men) as n,
        count(*) as expected
    from enterprises_trained as e
),

without_list as (
    select
        s.participants,
        s.listed
    from sessions_in_view as s
    where
        s.state = 'held'
        and s.trains_enterprises
        and s.listed is null
        and (
            (len($sector) = 0 and len($size) = 0 and $women_led::boolean is null)
            or s.enterprise_id in (select e.enterprise_id from enterprises_in_view as e)
        )
),

heads as (
    select
        sum(h.participants) as people,
        count(*) filter (where h.participants > 0) as n,
        count(*) filter (where h.participants is not null) as reported,
        count(*) as expected,
        count(*) filter (where h.participants is null or h.participants > 0) as unlisted
    from without_list as h
)

select
    'attendances' as counter,
    'attendances' as indicator,
    case when l.people > 0 then l.people end::bigint as people,
    case when l.people > 0 then l.women end::bigint as women,
    case when l.people > 0 then l.men end::bigint as men,
    nullif(l.other, 0)::bigint as other,
    case when l.people > 0 then l.unknown end::bigint as unknown,
    l.people::bigint as n,
    l.sessions::bigint as reported,
    (l.sessions + h.unlisted)::bigint as expected,
    case when l.people > 0 then 'shown' when h.unlisted > 0 then 'not_computable' else 'no_data' end as status,
    1 as position
from listed as l
cross join heads as h

union all

select
    'people' as counter,
    'unique_people' as indicator,
    case when u.people > 0 then u.people end::bigint as people,
    case when u.people > 0 then u.women end::bigint as women,
    case when u.people > 0 then u.men end::bigint as men,
    nullif(u.other, 0)::bigint as other,
    case when u.people > 0 then u.unknown end::bigint as unknown,
    u.people::bigint as n,
    l.known::bigint as reported,
    l.people::bigint as expected,
    case when u.people > 0 then 'shown' when l.people > 0 then 'not_computable' else 'no_data' end as status,
    2 as position
from unique_people as u
cross join listed as l

union all

select
    'workforce' as counter,
    'workforce_represented' as indicator,
    w.people::bigint as people,
    w.women::bigint as women,
    w.men::bigint as men,
    null::bigint as other,
    null::bigint as unknown,
    w.n::bigint as n,
    w.n::bigint as reported,
    w.expected::bigint as expected,
    case when w.n > 0 then 'shown' when w.expected > 0 then 'not_computable' else 'no_data' end as status,
    3 as position
from workforce_counted as w

union all

select
    'head_counts' as counter,
    'attendances' as indicator,
    case when h.n > 0 then h.people end::bigint as people,
    null::bigint as women,
    null::bigint as men,
    null::bigint as other,
    null::bigint as unknown,
    h.n::bigint as n,
    h.reported::bigint as reported,
    h.expected::bigint as expected,
    case when h.n > 0 then 'shown' when h.expected > 0 then 'not_computable' else 'no_data' end as status,
    4 as position
from heads as h
order by position
