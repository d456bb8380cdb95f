-- One row per pair of days in the wrong order.
select
    s.row_no,
    s.part,
    'out_of_order' as rule,
    s.the_later::varchar as value,
    concat_ws(' ', $earlier, s.the_column::varchar) as expected,
    s.the_enterprise as enterprise_id,
    s.the_country as iso3
from the_table as s
where s.the_later < s.the_column
