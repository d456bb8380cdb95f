-- How do participants rate the workshops of a trainer, beside those of other trainers?
-- One row: the share of answers of 4 and 5 of 5 at the sessions that the trainer delivered, alone or with others (`value`), with its 95 %
-- interval over enterprises (a session stands in where the enterprise is not known; fewer than five have none). `lower`, `middle` and
-- `upper` are the quartiles of the same share among the `others`: all other trainers with ten answers or more in view; `better_than`
-- of them have a lower share and `ties` the same. Fewer than ten answers, and fewer than ten others, are shown to nobody.
-- kind: peers
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high, response results about people in n; lower, middle, upper, better_than, ties results about trainers in others; asked counts people; enterprises, sessions counts enterprises
-- parameters: trainer = ''
with
answers as (
    select
        d.trainer_id,
        p.session_id,
        coalesce(p.enterprise_id, p.session_id) as cluster,
        p.satisfaction
    from participations_in_view as p
    inner join deliveries as d on p.session_id = d.session_id
),

clusters as (
    select
        a.cluster,
        count(*) as asked,
        count(a.satisfaction)::double as answered,
        count(case when a.satisfaction >= 4 then 1 end)::double as good
    from answers as a
    where a.trainer_id = $trainer
    group by a.cluster
),

own as (
    select
        coalesce(sum(c.asked), 0)::bigint as asked,
        coalesce(sum(c.answered), 0e0) as answered,
        count(case when c.answered > 0e0 then 1 end)::double as m,
        sum(c.good) / nullif(sum(c.answered), 0e0) as p
    from clusters as c
),

held as (
    select count(distinct a.session_id) as sessions
    from answers as a
    where a.trainer_id = $trainer
),

-- The linearised variance of a ratio of sums over enterprises.
spread_given as ( -- noqa: ST03
    select
        'all' as code,
        '' as within_code,
        max(o.m) as m,
        max(o.p) as p,
        sqrt(sum(power(c.good - o.p * c.answered, 2)) * max(o.m) / nullif(max(o.m) - 1e0, 0e0)) / nullif(max(o.answered), 0e0)
            as error,
        max(t.t) as t
    from own as o
    inner join student_t as t on t.degrees = least(o.m - 1e0, 2000e0)
    cross join clusters as c
),

rates as (
    select
        a.trainer_id,
        100e0 * count(case when a.satisfaction >= 4 then 1 end) / nullif(count(a.satisfaction)::double, 0e0) as rate
    from answers as a
    where a.trainer_id <> $trainer
    group by a.trainer_id
    having count(a.satisfaction) >= 10
),

ranked as (
    select
        r.rate,
        row_number() over (order by r.rate, r.trainer_id) - 1e0 as place,
        count(*) over () - 1e0 as last_place
    from rates as r
),

-- A quartile lies between the two trainers next to its place, as near to each as the place is.
compared as (
    select
        count(*) as others,
        sum(r.rate * greatest(0e0, 1e0 - abs(r.place - 0.25e0 * r.last_place))) as lower,
        sum(r.rate * greatest(0e0, 1e0 - abs(r.place - 0.5e0 * r.last_place))) as middle,
        sum(r.rate * greatest(0e0, 1e0 - abs(r.place - 0.75e0 * r.last_place))) as upper,
        count(case when r.rate < 100e0 * o.p - 1e-9 then 1 end) as better_than,
        count(case when abs(r.rate - 100e0 * o.p) <= 1e-9 then 1 end) as ties
    from ranked as r
    cross join own as o
)

select
    case when o.answered > 0e0 then 'shown' when o.asked > 0 then 'not_collected' else 'no_data' end as status,
    100e0 * o.p as value,
    100e0 * i.low as low,
    100e0 * i.high as high,
    100e0 * o.answered / nullif(o.asked, 0) as response,
    o.answered::bigint as n,
    o.asked,
    o.m::bigint as enterprises,
    h.sessions::bigint as sessions,
    case when c.others >= 10 then c.lower end as lower,
    case when c.others >= 10 then c.middle end as middle,
    case when c.others >= 10 then c.upper end as upper,
    (case when o.answered >= 10e0 and c.others >= 10 then c.better_than end)::bigint as better_than,
    (case when o.answered >= 10e0 and c.others >= 10 then c.ties end)::bigint as ties,
    (case when c.others >= 10 then c.others end)::bigint as others
from own as o
cross join held as h
cross join compared as c
left join share_intervals as i on true
order by o.answered
