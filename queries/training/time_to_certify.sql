-- How long does it take from instruction to certification?
-- One row per group and number of months: the share certified within so many months of the first instruction, by product limit.
-- Who is not certified by the as-of day counts for as long as was waited, and is neither certified nor refused. By month: all months.
-- kind: aggregate
-- filters: period, country
-- measures: share, low, high shares about trainers in trainers; first_quarter, half, third_quarter quantiles about trainers in trainers; certified, waiting, out_of_order, without_start counts trainers; followed, at_risk counts trainers
-- keys: months, year
-- parameters: by = total of total|month|country|year
with
-- The first instruction; where none is recorded, the first training of trainers.
firsts as (
    select
        t.trainer_id,
        t.iso3,
        min(case when t.step in ('instructed', 'tot') then t.reached_on end) as taught_on,
        min(case when t.step = 'instructed' then t.reached_on end) as instructed_on,
        min(case when t.level >= 3 then t.reached_on end) as certified_on
    from trainer_steps as t
    where len($country) = 0 or t.iso3 in (select c.iso3 from countries_in_view as c)
    group by t.trainer_id, t.iso3
),

begun as (
    select
        f.trainer_id,
        f.iso3,
        coalesce(f.instructed_on, f.taught_on) as started_on,
        f.certified_on
    from firsts as f
),

-- Those instructed in the period in view; their certification is followed until the as-of day.
cohort as (
    select
        case $by when 'country' then b.iso3 when 'year' then year(b.started_on)::varchar else 'all' end as code,
        b.certified_on is not null as certified,
        b.certified_on < b.started_on as out_of_order,
        datediff('day', b.started_on, coalesce(b.certified_on, $as_of::date)) as days,
        datediff('day', b.started_on, $as_of::date) as watched
    from begun as b
    where ($from_on::date is null or b.started_on >= $from_on::date) and b.started_on < $before_on::date
),

in_order as (
    select
        c.code,
        c.certified,
        c.days,
        c.watched
    from cohort as c
    where not coalesce(c.out_of_order, false)
),

leaving_given as ( -- noqa: ST03
    select
        o.code,
        o.days,
        count(*) as leaving,
        count(*) filter (where o.certified) as events
    from in_order as o
    group by o.code, o.days
),

digits as (
    select listed.digit
    from (values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) as listed (digit)
),

horizons as (
    select
        10 * tens.digit + ones.digit as months,
        floor((10 * tens.digit + ones.digit) * 30.4375e0) as days
    from digits as tens
    cross join digits as ones
    where
        10 * tens.digit + ones.digit <= 36
        and ($by = 'month' or 10 * tens.digit + ones.digit in (6, 12, 24))
),

codes as (
    select
        'all' as code,
        null as iso3,
        null as label,
        null::integer as year
    where $by not in ('country', 'year')

    union all

    select
        c.iso3 as code,
        c.iso3,
        c.name as label,
        null::integer as year
    from countries as c
    where $by = 'country' and c.iso3 in (select o.code from cohort as o)

    union all

    select distinct
        s.year::varchar as code,
        null as iso3,
        null as label,
        s.year
    from calendar_spans as s
    where $by = 'year' and s.year::varchar in (select o.code from cohort as o)
),

survived as (
    select
        c.code,
        h.months,
        h.days,
        coalesce(sum(t.log_factor), 0e0) as log_left,
        coalesce(sum(t.variance), 0e0) as variance,
        coalesce(max(t.all_done), 0) as all_done
    from codes as c
    cross join horizons as h
    left join product_limit_terms as t on c.code = t.code and h.days >= t.days
    group by c.code, h.months, h.days
),

watched as (
    select
        s.code,
        s.months,
        count(*) filter (where o.watched >= s.days) as followed,
        count(*) filter (where o.days >= s.days) as at_risk
    from survived as s
    inner join in_order as o on s.code = o.code
    group by s.code, s.months
),

-- Quarters of those who were certified, by nearest rank: they leave out whoever still waits, and so look quicker than it is.
ranked as (
    select
        o.code,
        o.days,
        row_number() over (partition by o.code order by o.days) as place,
        count(*) over (partition by o.code) as of_all
    from in_order as o
    where o.certified
),

quarters as (
    select
        r.code,
        min(case when 4 * r.place >= r.of_all then r.days end) as first_quarter,
        min(case when 4 * r.place >= 2 * r.of_all then r.days end) as half,
        min(case when 4 * r.place >= 3 * r.of_all then r.days end) as third_quarter
    from ranked as r
    group by r.code
),

sizes as (
    select
        c.code,
        count(*) as trainers,
        count(*) filter (where c.certified) as certified,
        count(*) filter (where not c.certified) as waiting,
        count(*) filter (where c.out_of_order) as out_of_order
    from cohort as c
    group by c.code
),

-- Certified, and nothing says when they were taught.
no_start as (
    select
        case $by when 'country' then b.iso3 when 'year' then null else 'all' end as code,
        count(*) as without_start
    from begun as b
    where
        b.started_on is null
        and b.certified_on is not null
        and ($from_on::date is null or b.certified_on >= $from_on::date)
        and b.certified_on < $before_on::date
    group by case $by when 'country' then b.iso3 when 'year' then null else 'all' end
),

limits as (
    select
        s.code,
        s.months,
        w.followed,
        w.at_risk,
        case when s.all_done = 1 then 0e0 else exp(s.log_left) end as remaining,
        case
            when s.all_done = 0 and s.log_left < 0e0
                then exp(s.log_left * exp(1.96e0 * sqrt(s.variance) / nullif(-s.log_left, 0e0)))
        end as remaining_low,
        case
            when s.all_done = 0 and s.log_left < 0e0
                then exp(s.log_left * exp(-1.96e0 * sqrt(s.variance) / nullif(-s.log_left, 0e0)))
        end as remaining_high
    from survived as s
    inner join watched as w on s.code = w.code and s.months = w.months
)

select
    c.code,
    c.iso3,
    c.label as country,
    c.year,
    h.months,
    case when l.followed > 0 then 100e0 * (1e0 - l.remaining) end as share,
    case when l.followed > 0 then 100e0 * (1e0 - l.remaining_high) end as low,
    case when l.followed > 0 then 100e0 * (1e0 - l.remaining_low) end as high,
    coalesce(l.followed, 0)::bigint as followed,
    coalesce(l.at_risk, 0)::bigint as at_risk,
    coalesce(z.trainers, 0)::bigint as trainers,
    coalesce(z.certified, 0)::bigint as certified,
    coalesce(z.waiting, 0)::bigint as waiting,
    coalesce(z.out_of_order, 0)::bigint as out_of_order,
    coalesce(n.without_start, 0)::bigint as without_start,
    q.first_quarter,
    q.half,
    q.third_quarter,
    coalesce(l.followed, 0) < 10 as small,
    case
        when coalesce(z.trainers, 0) = 0 then 'no_data'
        when z.trainers = z.out_of_order then 'not_computable'
        when coalesce(l.followed, 0) = 0 then 'not_due'
        else 'shown'
    end as status
from codes as c
cross join horizons as h
left join limits as l on c.code = l.code and h.months = l.months
left join sizes as z on c.code = z.code
left join no_start as n on c.code = n.code
left join quarters as q on c.code = q.code
order by c.label, c.year, c.code, h.months
