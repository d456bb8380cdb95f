-- How many trainers reached each stage: candidate, trained, instructed, certified, expert?
-- One row per stage and group; a trainer counts once in each. Who reached a later stage has passed the earlier ones, recorded or not.
-- kind: aggregate
-- filters: period, country, module
-- measures: value, recorded, newly, every_module counts trainers; women, men, other, unknown, share, low, high counts trainers
-- keys: position, place, year, n
-- parameters: by = total
with
-- The least level that a stage asks for. Taking part in a training of trainers is a step of its own: no stage implies it.
stages as (
    select
        listed.stage,
        listed.position,
        listed.level
    from (
        values ('candidate', 1, 1), ('tot', 2, 1), ('instructed', 3, 2), ('certified', 4, 3), ('expert', 5, 4)
    ) as listed (stage, position, level)
),

steps_here as (
    select
        t.trainer_id,
        t.iso3,
        t.sex,
        t.module,
        t.step,
        t.level,
        t.reached_on
    from trainer_steps as t
    where len($country) = 0 or t.iso3 in (select c.iso3 from countries_in_view as c)
),

passed as (
    select
        s.stage,
        t.trainer_id,
        t.iso3,
        t.sex,
        t.reached_on,
        t.step = s.stage as recorded,
        t.reached_on = min(t.reached_on) over (partition by s.stage, t.trainer_id) as first_time
    from stages as s
    inner join steps_here as t on s.level <= t.level and (s.stage <> 'tot' or t.step = 'tot')
    where len($module) = 0 or list_contains($module, t.module)
),

reached as (
    select
        p.stage,
        case $by
            when 'country' then coalesce(p.iso3, '')
            when 'sex' then p.sex
            when 'year' then year(p.reached_on)::varchar
            else 'all'
        end as code,
        p.trainer_id,
        p.sex,
        max(case when p.recorded then 1 else 0 end) as recorded,
        max(case when p.first_time then 1 else 0 end) as first_time
    from passed as p
    where ($from_on::date is null or p.reached_on >= $from_on::date) and p.reached_on < $before_on::date
    group by
        p.stage,
        case $by
            when 'country' then coalesce(p.iso3, '')
            when 'sex' then p.sex
            when 'year' then year(p.reached_on)::varchar
            else 'all'
        end,
        p.trainer_id,
        p.sex
),

counted as (
    select
        r.stage,
        r.code,
        count(*)::bigint as trainers,
        sum(r.recorded)::bigint as recorded,
        sum(r.first_time)::bigint as newly,
        count(case when r.sex = 'female' then 1 end)::bigint as women,
        count(case when r.sex = 'male' then 1 end)::bigint as men,
        count(case when r.sex = 'other' then 1 end)::bigint as other,
        count(case when r.sex = 'unknown' then 1 end)::bigint as unknown
    from reached as r
    group by r.stage, r.code
),

-- A stage that was recorded for every module is of no single one: when a module is chosen, it is told apart.
in_every_module as (
    select
        s.stage,
        count(distinct t.trainer_id)::bigint as trainers
    from stages as s
    inner join steps_here as t on s.level <= t.level and s.stage <> 'tot'
    where
        len($module) > 0
        and t.module is null
        and ($from_on::date is null or t.reached_on >= $from_on::date)
        and t.reached_on < $before_on::date
    group by s.stage
),

present as (
    select t.iso3 from trainers as t
    union
    select e.iso3 from enterprises as e
    union
    select p.iso3 from partners as p
),

first_years as (
    select
        min(year(p.reached_on)) as first_year,
        max(year(p.reached_on)) as last_year
    from passed as p
    where ($from_on::date is null or p.reached_on >= $from_on::date) and p.reached_on < $before_on::date
),

groups as (
    select
        'all' as code,
        null as iso3,
        null as label,
        null::integer as year,
        1 as place
    where $by not in ('country', 'sex', 'year')

    union all

    select
        c.iso3 as code,
        c.iso3,
        c.name as label,
        null::integer as year,
        1 as place
    from countries as c
    inner join present as p on c.iso3 = p.iso3
    where $by = 'country' and (len($country) = 0 or c.iso3 in (select k.iso3 from countries_in_view as k))

    union all

    -- Those whose country is not recorded, where there are any.
    select
        '' as code,
        null as iso3,
        null as label,
        null::integer as year,
        2 as place
    from passed as p
    where $by = 'country' and p.iso3 is null
    group by p.iso3

    union all

    select
        listed.code,
        null as iso3,
        null as label,
        null::integer as year,
        listed.place
    from (values ('female', 1), ('male', 2), ('other', 3), ('unknown', 4)) as listed (code, place)
    where $by = 'sex'

    union all

    select distinct
        s.year::varchar as code,
        null as iso3,
        null as label,
        s.year,
        1 as place
    from calendar_spans as s
    inner join first_years as f on s.year >= f.first_year and s.year < f.last_year + 1
    where $by = 'year'
),

-- A stage that nobody anywhere is recorded to have reached, or passed, is not known: zero would be wrong.
collected as (
    select
        s.stage,
        count(t.trainer_id) > 0 as known
    from stages as s
    left join trainer_steps as t on s.level <= t.level and (s.stage <> 'tot' or t.step = 'tot')
    group by s.stage
),

rows_of_all as (
    select
        g.code,
        g.iso3,
        g.label,
        g.year,
        g.place,
        s.stage,
        s.position,
        k.known,
        coalesce(c.trainers, 0) as trainers,
        coalesce(c.recorded, 0) as recorded,
        coalesce(c.newly, 0) as newly,
        coalesce(c.women, 0) as women,
        coalesce(c.men, 0) as men,
        coalesce(c.other, 0) as other,
        coalesce(c.unknown, 0) as unknown,
        coalesce(e.trainers, 0) as every_module,
        c.women + c.men + c.other as sexed
    from groups as g
    cross join stages as s
    inner join collected as k on s.stage = k.stage
    left join counted as c on g.code = c.code and s.stage = c.stage
    left join in_every_module as e on s.stage = e.stage and $by not in ('country', 'sex', 'year')
),

-- Wilson's interval of the share of women, among those whose sex is known.
shares as (
    select
        r.code,
        r.stage,
        r.women * 1e0 / nullif(r.sexed, 0) as p,
        3.8416e0 / nullif(r.sexed, 0) as z
    from rows_of_all as r
    where $by <> 'sex'
),

intervals as (
    select
        s.code,
        s.stage,
        100e0 * s.p as share,
        100e0 * (s.p + 0.5e0 * s.z) / nullif(1e0 + s.z, 0e0) as middle,
        100e0 * sqrt(s.z * (s.p * (1e0 - s.p) + 0.25e0 * s.z)) / nullif(1e0 + s.z, 0e0) as half
    from shares as s
)

select
    r.code,
    r.iso3,
    r.label as country,
    r.year,
    r.stage,
    case when r.known then r.trainers end as value,
    case when r.known then r.trainers end as n,
    case when r.known then r.recorded end as recorded,
    case when r.known then r.newly end as newly,
    case when r.known then r.every_module end as every_module,
    case when r.known then r.women end as women,
    case when r.known then r.men end as men,
    case when r.known then r.other end as other,
    case when r.known then r.unknown end as unknown,
    i.share,
    i.middle - i.half as low,
    i.middle + i.half as high,
    case when r.known then 'shown' else 'no_data' end as status,
    r.year is null or make_date(r.year + 1, 1, 1) <= $before_on::date as complete,
    r.place,
    r.position
from rows_of_all as r
left join intervals as i on r.code = i.code and r.stage = i.stage
order by r.place, r.label, r.year, r.code, r.position
