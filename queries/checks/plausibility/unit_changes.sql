-- One row per observation whose units or currency are not those of most others of its enterprise.
with
named as (
    select
        k.row_no,
        k.part,
        k.enterprise_id,
        concat_ws(' / ', lower(trim(k.numerator_unit)), lower(trim(k.denominator_unit)), upper(trim(k.currency))) as unit
    from kpi_rows as k
),

counted as (
    select
        n.enterprise_id,
        n.unit,
        count(*) as rows
    from named as n
    group by n.enterprise_id, n.unit
),

most as (
    select
        c.enterprise_id,
        c.unit
    from counted as c
    qualify row_number() over (partition by c.enterprise_id order by c.rows desc, c.unit) = 1
)

select
    n.row_no,
    n.part,
    n.enterprise_id,
    null::varchar as iso3,
    n.unit as value,
    m.unit as expected
from named as n
inner join most as m on n.enterprise_id = m.enterprise_id
where n.unit <> m.unit
