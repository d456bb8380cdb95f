-- Which modules do enterprises take up, and how many complete them?
-- One row per module (or country, year, sector or size, as `by` says), and one for all of them together, in which an enterprise
-- counts once; what nobody took is listed with 0. Engagements count on the day of their workshop, or of enrolment until then.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: enrolled, trained, completed, modules_per_enterprise, trained_share counts enterprises; engagements, engagements_trained, engagements_ended, engagements_completed, undated, completed_share counts engagements; attendances, participants counts people; sessions, sessions_listed, sessions_counted counts sessions
-- keys: position
-- parameters: by = module
with
parts as (
    select listed.whole
    from (values (false), (true)) as listed (whole)
),

keyed_engagements as (
    select
        case $by
            when 'module' then g.module
            when 'country' then g.iso3
            when 'year' then strftime(g.counted_on, '%Y')
            when 'sector' then e.sector
            when 'size' then e.size
        end as code,
        g.enterprise_id,
        g.trained,
        g.completed,
        g.completed or g.dropped_on <= $as_of or g.status = 'dropped' as ended,
        g.trained and (g.classroom_on is null) as undated
    from engagements_in_view as g
    inner join enterprises as e on g.enterprise_id = e.enterprise_id
),

twice as (
    select
        p.whole,
        case when p.whole then '' else coalesce(k.code, '') end as code,
        k.enterprise_id,
        k.trained,
        k.completed,
        k.ended,
        k.undated
    from keyed_engagements as k
    cross join parts as p
),

engaged as (
    select
        t.whole,
        t.code,
        count(distinct t.enterprise_id) as enrolled,
        count(distinct case when t.trained then t.enterprise_id end) as trained,
        count(distinct case when t.completed then t.enterprise_id end) as completed,
        count(*) as engagements,
        count(case when t.trained then 1 end) as engagements_trained,
        count(case when t.ended then 1 end) as engagements_ended,
        count(case when t.completed then 1 end) as engagements_completed,
        count(case when t.undated then 1 end) as undated
    from twice as t
    group by t.whole, t.code
),

sessions_with_list as (
    select distinct p.session_id
    from participations as p
),

-- A session is of no sector, size or leadership, so that it is not counted where one of these is asked for.
keyed_sessions as (
    select
        coalesce(
            case $by when 'module' then s.module when 'country' then s.iso3 when 'year' then strftime(s.starts_on, '%Y') end,
            ''
        ) as code,
        s.participants,
        l.session_id is not null as listed
    from sessions_in_view as s
    left join sessions_with_list as l on s.session_id = l.session_id
    where s.state = 'held' and s.trains_enterprises
),

taught_by_code as (
    select
        k.code,
        count(*) as sessions,
        count(case when k.listed then 1 end) as sessions_listed,
        count(k.participants) as sessions_counted,
        sum(k.participants) as participants
    from keyed_sessions as k
    where len($sector) = 0 and len($size) = 0 and $women_led::boolean is null
    group by k.code
),

taught as (
    select
        p.whole,
        case when p.whole then '' else t.code end as code,
        sum(t.sessions) as sessions,
        sum(t.sessions_listed) as sessions_listed,
        sum(t.sessions_counted) as sessions_counted,
        sum(t.participants) as participants
    from taught_by_code as t
    cross join parts as p
    where p.whole or $by in ('module', 'country', 'year')
    group by p.whole, case when p.whole then '' else t.code end
),

keyed_attendances as (
    select
        coalesce(
            case $by
                when 'module' then p.module
                when 'country' then p.iso3
                when 'year' then strftime(p.happened_on, '%Y')
                when 'sector' then p.sector
                when 'size' then p.size
            end,
            ''
        ) as code
    from participations_in_view as p
),

attended_by_code as (
    select
        k.code,
        count(*) as attendances
    from keyed_attendances as k
    group by k.code
),

attended as (
    select
        p.whole,
        case when p.whole then '' else a.code end as code,
        sum(a.attendances) as attendances
    from attended_by_code as a
    cross join parts as p
    group by p.whole, case when p.whole then '' else a.code end
),

present as (
    select e.iso3 from enterprises as e
    union
    select s.iso3 from sessions as s
    where s.iso3 is not null
),

-- All that there is to list, and a row for what has no module or country.
listed_rows as (
    select
        'module' as kind,
        m.module as code,
        m.title,
        m.position
    from module_lines as m
    where len($module) = 0 or list_contains($module, m.module)

    union all

    select
        'country' as kind,
        p.iso3 as code,
        c.name as title,
        row_number() over (order by c.name, p.iso3)::integer as position
    from present as p
    left join countries as c on p.iso3 = c.iso3
    where len($country) = 0 or p.iso3 in (select v.iso3 from countries_in_view as v)

    union all

    select distinct
        'year' as kind,
        y.year::varchar as code,
        y.year::varchar as title,
        y.year as position
    from calendar_spans as y
    where
        ($from_on::date is null or y.year >= year($from_on::date))
        and y.year < year($before_on::date - interval 1 day) + 1

    union all

    select
        'sector' as kind,
        e.sector as code,
        s.title,
        row_number() over (order by s.title, e.sector)::integer as position
    from (select distinct a.sector from enterprises as a) as e
    left join sectors as s on e.sector = s.sector
    where len($sector) = 0 or list_contains($sector, e.sector)

    union all

    select
        'size' as kind,
        b.code,
        b.code as title,
        b.position
    from (values ('micro', 1), ('small', 2), ('medium', 3), ('large', 4), ('unknown', 5)) as b (code, position)
    where len($size) = 0 or list_contains($size, b.code)

    union all

    select
        $by as kind,
        '' as code,
        null as title,
        9998 as position
),

rows_listed as (
    select
        false as whole,
        l.code,
        l.title,
        l.position
    from listed_rows as l
    where l.kind = $by

    union all

    select
        true as whole,
        '' as code,
        null as title,
        9999 as position
),

counted as (
    select
        r.whole,
        r.code,
        r.title,
        r.position,
        coalesce(e.enrolled, 0)::bigint as enrolled,
        coalesce(e.trained, 0)::bigint as trained,
        coalesce(e.completed, 0)::bigint as completed,
        coalesce(e.engagements, 0)::bigint as engagements,
        coalesce(e.engagements_trained, 0)::bigint as engagements_trained,
        coalesce(e.engagements_ended, 0)::bigint as engagements_ended,
        coalesce(e.engagements_completed, 0)::bigint as engagements_completed,
        coalesce(e.undated, 0)::bigint as undated,
        -- Where sessions were held and none has a list, attendances are not known.
        case
            when t.sessions > 0 and t.sessions_listed = 0 and a.attendances is null then null
            else coalesce(a.attendances, 0)
        end::bigint as attendances,
        case
            when len($sector) = 0 and len($size) = 0 and $women_led::boolean is null and (r.whole or $by in ('module', 'country', 'year'))
                then coalesce(t.sessions, 0)
        end::bigint as sessions,
        t.sessions_listed::bigint as sessions_listed,
        t.sessions_counted::bigint as sessions_counted,
        t.participants::bigint as participants
    from rows_listed as r
    left join engaged as e on r.whole = e.whole and r.code = e.code
    left join taught as t on r.whole = t.whole and r.code = t.code
    left join attended as a on r.whole = a.whole and r.code = a.code
),

found as (
    select
        c.*,
        c.engagements > 0 or coalesce(c.sessions, 0) > 0 or coalesce(c.attendances, 0) > 0 as found
    from counted as c
),

-- Years are listed from the first in which something happened.
begun as (
    select
        f.*,
        min(case when f.found and not f.whole then f.position end) over () as first_position
    from found as f
)

select
    c.whole,
    c.code,
    c.title,
    c.position,
    c.enrolled,
    c.trained,
    c.completed,
    c.engagements,
    c.engagements_trained,
    c.engagements_ended,
    c.engagements_completed,
    c.undated,
    1e0 * c.engagements_trained / nullif(c.trained, 0) as modules_per_enterprise,
    100e0 * c.trained / nullif(c.enrolled, 0) as trained_share,
    100e0 * c.engagements_completed / nullif(c.engagements_ended, 0) as completed_share,
    c.enrolled < i.minimum_n as few_enrolled,
    c.engagements_ended < i.minimum_n as few_ended,
    2 * c.engagements_ended < c.engagements as mostly_open,
    c.attendances,
    c.sessions,
    c.sessions_listed,
    c.sessions_counted,
    c.participants,
    $by <> 'year' or c.whole or make_date(c.position + 1, 1, 1) <= $before_on::date as complete,
    case when c.found then 'shown' else 'no_data' end as status
from begun as c
inner join indicators as i on i.indicator = 'completion_rate'
where c.whole or c.found or (c.code <> '' and ($by <> 'year' or c.position >= c.first_position))
order by c.whole, c.position, c.title, c.code
