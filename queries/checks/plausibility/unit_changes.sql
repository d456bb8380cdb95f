-- One row per observation whose units or currency are not those of most others of its enterprise and KPI; a count without
-- a base has no second unit, and is left out.
with
counted as (
    select
        k.series,
        k.numerator_unit,
        k.denominator_unit,
        k.currency,
        count(*) as rows
    from kpi_rows as k
    where
        (k.type <> 'ratio' or k.denominator is not null)
        and k.series in (
            select s.series from kpi_series as s
            where s.mixed_units
        )
    group by k.series, k.numerator_unit, k.denominator_unit, k.currency
),

named as (
    select
        c.*,
        concat_ws(' / ', lower(trim(c.numerator_unit)), lower(trim(c.denominator_unit)), upper(trim(c.currency))) as unit
    from counted as c
),

totals as (
    select
        n.series,
        n.unit,
        sum(n.rows) as rows
    from named as n
    group by n.series, n.unit
),

mixed as (
    select
        t.series,
        t.unit
    from totals as t
    qualify
        count(*) over (partition by t.series) > 1
        and row_number() over (partition by t.series order by t.rows desc, t.unit) = 1
)

select
    'unit_changes' as rule,
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    n.unit as value,
    m.unit as expected
from kpi_rows as k
inner join mixed as m on k.series = m.series
inner join named as n
    on
        k.series = n.series
        and k.numerator_unit is not distinct from n.numerator_unit
        and k.denominator_unit is not distinct from n.denominator_unit
        and k.currency is not distinct from n.currency
where n.unit <> m.unit
