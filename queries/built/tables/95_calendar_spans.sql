-- One row per span that a calendar year is cut into: up to the as-of day, and after it. From 2000, or from the first year with a
-- fact where that is earlier; a fact before 1900 is a slip of the pen.
with
first_facts as (
    select min(year(span_on)) as first_year
    from snapshot.base.indicator_cells
    where year(span_on) >= 1900
),

years as (
    select unnest(generate_series(least(2000, coalesce(f.first_year, 2000)), year($as_of)))::integer as year
    from first_facts as f
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
