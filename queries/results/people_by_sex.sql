-- Who is trained, women and men, year by year?
-- One row per calendar year of the period in view: people trained, each once a year, by sex.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: women, men, unknown counts people
-- keys: year, reported, expected
with
people as (
    select
        year(f.span_on) as year,
        f.unit_no,
        max(case when f.sex = 'female' then 1 else 0 end) as woman,
        max(case when f.sex = 'male' then 1 else 0 end) as man
    from cells_in_scope as f
    where
        f.grain in ('units', 'lone')
        and f.indicator_no = (
            select i.indicator_no from indicators as i
            where i.indicator = 'unique_people'
        )
        and ($from_on::date is null or f.span_on >= $from_on::date)
        and f.span_on < $before_on::date
    group by year(f.span_on), f.unit_no
),

by_sex as (
    select
        p.year,
        sum(p.woman)::bigint as women,
        count(*) filter (where p.woman = 0 and p.man = 1)::bigint as men,
        count(*) filter (where p.woman = 0 and p.man = 0)::bigint as unknown
    from people as p
    group by p.year
),

coverage as (
    select
        year(f.span_on) as year,
        sum(f.reported)::bigint as reported,
        sum(f.expected)::bigint as expected
    from cells_in_scope as f
    where
        f.grain = 'sums'
        and f.indicator_no = (
            select i.indicator_no from indicators as i
            where i.indicator = 'unique_people'
        )
    group by year(f.span_on)
)

select
    b.year::integer as year,
    b.women,
    b.men,
    b.unknown,
    c.reported,
    c.expected,
    make_date(b.year::integer + 1, 1, 1) <= $before_on::date as complete
from by_sex as b
inner join coverage as c on b.year = c.year
order by b.year
