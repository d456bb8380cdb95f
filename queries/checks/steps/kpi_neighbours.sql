-- One row per observation with a value, of series in which a value may be a unit slip (see the rule `unit_slip`, whose conditions
-- these are with the lowest and highest value of the series in the place of the neighbours): what its own series makes likely.
-- That are the two values before and the two after it (their middle: of three or four, without the smallest and the largest), and how far the
-- logarithm of a value usually lies from their middle. `above` and `below` are sums of the series.
create or replace table kpi_neighbours as
with
suspected as (
    select distinct s.series
    from kpi_rows as k
    inner join kpi_series as s on k.series = s.series
    where
        s.known >= 4 and k.value > 0e0
        and (
            k.value >= 4e0 * s.lowest
            or k.value <= 0.25e0 * s.highest
            or (k.numerator >= 10e0 and k.numerator % 10 = 0 and k.value >= 2e0 * s.lowest)
        )
),

valued as (
    select
        k.series,
        k.row_no,
        k.part,
        k.enterprise_id,
        k.period_start,
        k.type,
        k.numerator,
        k.denominator,
        k.value
    from kpi_rows as k
    where k.series in (select s.series from suspected as s)
),

beside as (
    select
        v.*,
        lag(v.value, 2) over ordered as before_2,
        lag(v.value, 1) over ordered as before_1,
        lead(v.value, 1) over ordered as after_1,
        lead(v.value, 2) over ordered as after_2
    from valued as v
    window ordered as (partition by v.series order by v.period_start, v.part, v.row_no)
),

around as (
    select
        b.*,
        least(b.before_2, b.before_1, b.after_1, b.after_2) as smallest,
        greatest(b.before_2, b.before_1, b.after_1, b.after_2) as largest,
        coalesce(b.before_2, 0e0) + coalesce(b.before_1, 0e0) + coalesce(b.after_1, 0e0) + coalesce(b.after_2, 0e0) as total,
        (b.before_2 is not null)::integer + (b.before_1 is not null)::integer + (b.after_1 is not null)::integer
        + (b.after_2 is not null)::integer as known
    from beside as b
),

middles as (
    select
        a.*,
        case
            when a.known <= 2 then a.total / nullif(a.known, 0)
            else (a.total - a.smallest - a.largest) / nullif(a.known - 2, 0)
        end as middle
    from around as a
),

widths as (
    select
        m.series,
        1.4826e0 * median(abs(ln(m.value / nullif(m.middle, 0e0)))) as width
    from middles as m
    where m.value > 0e0 and m.middle > 0e0
    group by m.series
)

select
    m.row_no,
    m.part,
    m.enterprise_id,
    m.type,
    m.numerator,
    m.denominator,
    m.value,
    s.known as of_series,
    s.above,
    s.below,
    m.middle,
    m.smallest,
    m.largest,
    w.width
from middles as m
inner join kpi_series as s on m.series = s.series
left join widths as w on m.series = w.series
where m.value > 0e0
