-- One row per observation of the listed KPIs, with its value (the ratio, or the number itself) and what its own series of one
-- enterprise and sex makes likely: the two values before and the two after it (their middle: of three or four, without the smallest and the largest), and how far the
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
        lag(v.value, 2) over ordered as before_2,
        lag(v.value, 1) over ordered as before_1,
        lead(v.value, 1) over ordered as after_1,
        lead(v.value, 2) over ordered as after_2
    from valued as v
    window ordered as (partition by v.series order by v.period_start, v.part, v.row_no)
),

sums as (
    select
        v.series,
        count(v.value) as of_series,
        sum(case when v.value is not null then v.numerator end) as above,
        sum(case when v.value is not null then v.denominator end) as below
    from valued as v
    group by v.series
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

neighbours as (
    select
        a.*,
        s.of_series,
        s.above,
        s.below,
        case
            when a.known <= 2 then a.total / nullif(a.known, 0)
            else (a.total - a.smallest - a.largest) / nullif(a.known - 2, 0)
        end as middle
    from around as a
    inner join sums as s on a.series = s.series
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
    n.row_no,
    n.part,
    n.enterprise_id,
    n.engagement_id,
    n.kpi,
    n.phase,
    n.period_start,
    n.sex,
    n.numerator,
    n.denominator,
    n.numerator_unit,
    n.denominator_unit,
    n.currency,
    n.type,
    n.series,
    n.value,
    n.of_series,
    n.above,
    n.below,
    n.middle,
    n.smallest,
    n.largest,
    w.width
from neighbours as n
left join widths as w on n.series = w.series
