-- How many of those in each role of the programme are women?
-- One row per role: workers and managers trained and improvement team members and managers (people, with an interval over enterprises);
-- trainers certified, expert trainers and participants in trainings of trainers (each once); enterprises led and owned by women. Teams
-- and enterprises are those of the enterprises trained in view. Trainers have no project, sector or size, and trainings of trainers no
-- sector or size: those filters leave them as they are. `value` is women's share of those known; fewer than five have no interval.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high, women, unknown by indicator in cases; other results about people in other
-- keys: position, n, reported, expected
with
-- Activity as the indicator is; who sits in the team of an enterprise is of no indicator, and a result about enterprises.
roles as (
    select
        named.role,
        named.position,
        named.clustered,
        named.indicator
    from (
        values
        ('worker', 1, true, 'women_share'),
        ('manager', 2, true, 'women_share'),
        ('team_member', 3, true, ''),
        ('team_manager', 4, true, ''),
        ('certified', 5, false, 'trainers_certified'),
        ('expert', 6, false, 'trainers_expert'),
        ('tot', 7, false, 'trainers_instructed'),
        ('led', 8, false, 'enterprises_trained'),
        ('owned', 9, false, 'enterprises_trained')
    ) as named (role, position, clustered, indicator)
),

attended as (
    select
        p.role,
        p.person_no::varchar as unit,
        p.sex,
        coalesce(p.enterprise_id, p.session_id) as cluster
    from participations_in_view as p
),

instructed as (
    select
        t.session_id,
        a.trainer_id,
        a.sex
    from sessions_in_view as t
    inner join attendances as a on t.session_id = a.session_id
    where t.kind = 'tot' and t.state = 'held' and a.role = 'trainer'
),

stages as (
    select
        t.trainer_id,
        t.sex,
        max(case when m.stage = 'expert' then 1 else 0 end) as expert
    from trainer_modules as m
    inner join trainers as t on m.trainer_id = t.trainer_id
    where
        m.stage in ('certified', 'expert')
        and (len($country) = 0 or t.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, m.module))
        and ($from_on::date is null or m.reached_on >= $from_on::date)
        and m.reached_on < $before_on::date
    group by t.trainer_id, t.sex
),

trained as (
    select
        e.enterprise_id,
        e.women_led,
        e.women_owned
    from enterprises_in_view as e
    where e.enterprise_id in (
        select g.enterprise_id from engagements_in_view as g
        where g.trained
    )
),

teams as (
    select t.*
    from improvement_teams as t
    semi join trained as e on t.enterprise_id = e.enterprise_id
    where t.formed_on <= $as_of
),

-- One row per person, trainer or enterprise of a role, by its sex.
units as (
    select
        a.role,
        a.unit,
        min(a.cluster) as cluster,
        max(case when a.sex = 'female' then 1 else 0 end) as woman,
        max(case when a.sex = 'male' then 1 else 0 end) as man,
        max(case when a.sex = 'other' then 1 else 0 end) as other
    from attended as a
    where a.unit is not null
    group by a.role, a.unit

    union all

    select
        'tot' as role,
        i.trainer_id as unit,
        i.trainer_id as cluster,
        max(case when i.sex = 'female' then 1 else 0 end) as woman,
        max(case when i.sex = 'male' then 1 else 0 end) as man,
        max(case when i.sex = 'other' then 1 else 0 end) as other
    from instructed as i
    where i.trainer_id is not null
    group by i.trainer_id

    union all

    select
        r.role,
        s.trainer_id as unit,
        s.trainer_id as cluster,
        case when s.sex = 'female' then 1 else 0 end as woman,
        case when s.sex = 'male' then 1 else 0 end as man,
        case when s.sex = 'other' then 1 else 0 end as other
    from stages as s
    inner join roles as r on r.role = 'certified' or (r.role = 'expert' and s.expert = 1)

    union all

    select
        'led' as role,
        e.enterprise_id as unit,
        e.enterprise_id as cluster,
        case when e.women_led then 1 else 0 end as woman,
        case when not e.women_led then 1 else 0 end as man,
        0 as other
    from trained as e

    union all

    select
        'owned' as role,
        e.enterprise_id as unit,
        e.enterprise_id as cluster,
        case when e.women_owned then 1 else 0 end as woman,
        case when not e.women_owned then 1 else 0 end as man,
        0 as other
    from trained as e
),

clusters as (
    select
        u.role,
        u.cluster,
        sum(u.woman)::double as women,
        sum(greatest(u.woman, u.man))::double as known,
        count(*) filter (where u.woman + u.man = 0 and u.other = 1) as other,
        count(*) filter (where u.woman + u.man + u.other = 0) as unknown
    from units as u
    group by u.role, u.cluster

    union all

    select
        'team_member' as role,
        t.enterprise_id as cluster,
        (t.women_workers + t.women_managers)::double as women,
        (t.women_workers + t.men_workers + t.women_managers + t.men_managers)::double as known,
        0 as other,
        0 as unknown
    from teams as t

    union all

    select
        'team_manager' as role,
        t.enterprise_id as cluster,
        t.women_managers::double as women,
        (t.women_managers + t.men_managers)::double as known,
        0 as other,
        0 as unknown
    from teams as t
),

coverage as (
    select
        a.role,
        count(*) filter (where a.unit is not null and a.sex <> 'unknown') as reported,
        count(*) as expected
    from attended as a
    group by a.role

    union all

    select
        r.role,
        (select count(*) from teams) as reported,
        (select count(*) from trained) as expected
    from roles as r
    where r.role in ('team_member', 'team_manager')

    union all

    select
        r.role,
        count(*) filter (where s.sex <> 'unknown') as reported,
        count(*) as expected
    from stages as s
    inner join roles as r on r.role = 'certified' or (r.role = 'expert' and s.expert = 1)
    group by r.role

    union all

    select
        'tot' as role,
        count(*) filter (where i.trainer_id is not null and i.sex <> 'unknown') as reported,
        count(*) as expected
    from instructed as i

    union all

    select
        'led' as role,
        count(e.women_led) as reported,
        count(*) as expected
    from trained as e

    union all

    select
        'owned' as role,
        count(e.women_owned) as reported,
        count(*) as expected
    from trained as e
),

sums as (
    select
        c.role,
        sum(c.women) as women,
        sum(c.known) as known,
        sum(c.other) as other,
        sum(c.unknown) as unknown,
        count(*) filter (where c.known > 0e0)::double as m,
        sum(c.women) / nullif(sum(c.known), 0e0) as p
    from clusters as c
    group by c.role
),

-- The linearised variance of a ratio of sums over clusters; trainers and enterprises are the cases themselves.
spread_given as ( -- noqa: ST03
    select
        s.role as code,
        '' as within_code,
        s.m,
        s.p,
        case
            when r.clustered
                then sqrt(sum(power(c.women - s.p * c.known, 2)) * s.m / nullif(s.m - 1e0, 0e0)) / nullif(s.known, 0e0)
            else 0e0
        end as error,
        case when r.clustered then t.t else 1.959964e0 end as t
    from sums as s
    inner join student_t as t on t.degrees = least(s.m - 1e0, 2000e0)
    inner join roles as r on s.role = r.role
    inner join clusters as c on s.role = c.role
    group by s.role, s.m, s.p, s.known, r.clustered, t.t
)

select
    r.role,
    r.indicator,
    100e0 * s.p as value,
    100e0 * i.low as low,
    100e0 * i.high as high,
    coalesce(s.women, 0)::bigint as women,
    nullif(s.other, 0)::bigint as other,
    coalesce(s.unknown, 0)::bigint as unknown,
    coalesce(s.known, 0)::bigint as n,
    coalesce(s.m, 0)::bigint as cases,
    coalesce(c.reported, 0)::bigint as reported,
    coalesce(c.expected, 0)::bigint as expected,
    case
        when s.p is not null then 'shown'
        when s.unknown > 0 then 'not_collected'
        when c.expected > 0 and r.role in ('worker', 'manager', 'tot') then 'not_computable'
        else 'no_data'
    end as status,
    coalesce(s.known, 0e0) < k.minimum_n as small,
    r.position
from roles as r
inner join indicators as k on k.indicator = 'women_share'
left join sums as s on r.role = s.role
left join share_intervals as i on r.role = i.code
left join coverage as c on r.role = c.role
order by r.position
