-- One row per observation of the listed KPIs, with its value (the ratio, or the number itself) and what its own series of one
-- enterprise and sex makes likely: the two values before and the two after it (`around`), and how far the
-- logarithm of a value usually lies from their middle. `above` and `below` are sums of the series.
create or replace table kpi_rows as
with
valued as (
    select
        o.row_no,
        o.part,
        o.enterprise_id,
        o.engagement_id,
        o.kpi,
        o.phase,
        o.period_start,
        o.sex,
        o.numerator,
        o.denominator,
        o.numerator_unit,
        o.denominator_unit,
        o.currency,
        k.type,
        hash(o.enterprise_id, o.kpi, o.sex) as series,
        case when k.type = 'ratio' then o.numerator / nullif(o.denominator, 0e0) else o.numerator end as value
    from kpi_observations as o
    inner join kpis as k on o.kpi = k.kpi
    where list_contains($kpis::varchar[], o.kpi)
),

beside as (
    select
        v.*,
        list_filter(
            [
                lag(v.value, 2) over ordered,
                lag(v.value, 1) over ordered,
                lead(v.value, 1) over ordered,
                lead(v.value, 2) over ordered
            ],
            lambda x: x is not null
        ) as around,
        count(v.value) over whole as of_series,
        sum(case when v.value is not null then v.numerator end) over whole as above,
        sum(case when v.value is not null then v.denominator end) over whole as below
    from valued as v
    window
        ordered as (partition by v.series order by v.period_start, v.part, v.row_no),
        whole as (partition by v.series)
),

neighbours as (
    select
        b.*,
        list_median(b.around) as middle,
        list_min(b.around) as smallest,
        list_max(b.around) as largest
    from beside as b
),

widths as (
    select
        n.series,
        1.4826e0 * median(abs(ln(n.value / nullif(n.middle, 0e0)))) as width
    from neighbours as n
    where n.value > 0e0 and n.middle > 0e0
    group by n.series
)

select
    n.*,
    w.width
from neighbours as n
left join widths as w on n.series = w.series
