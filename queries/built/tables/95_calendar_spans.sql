-- One row per span that a calendar year is cut into: up to the as-of day, and after it.
with
years as (
    select unnest(generate_series(2000, year($as_of)))::integer as year
)

select
    year,
    make_date(year, 1, 1) as span_on
from years

union all

select
    year,
    (make_date(year, month($as_of), 1) + interval 1 day * day($as_of))::date as span_on
from years
where strftime($as_of, '%m%d') <> '1231'
order by span_on
