-- One row per pair of days in the wrong order.
with
turned as (
    select
        s.row_no,
        s.part,
        the_enterprise as enterprise_id,
        the_country as iso3,
        s.the_later as value,
        s.the_column as expected
    from the_table as s
    where s.the_later < s.the_column
)

select
    t.row_no,
    t.part,
    'out_of_order' as rule,
    t.value::varchar as value,
    concat_ws(' ', $earlier, t.expected::varchar) as expected,
    t.enterprise_id,
    t.iso3,
    count(*) over () as total
from turned as t
qualify row_number() over (order by t.part, t.row_no) <= $most
order by t.part, t.row_no
