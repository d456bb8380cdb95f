-- One row per cell that is empty, and must not be.
with
missing as (
    select
        s.row_no,
        s.part,
        the_enterprise as enterprise_id,
        the_country as iso3
    from the_sent as s
    where s.the_column is null or ($as_text and trim(s.the_column::varchar) = '')
)

select
    m.row_no,
    m.part,
    'missing_value' as rule,
    '' as value,
    '' as expected,
    m.enterprise_id,
    m.iso3,
    count(*) over () as total
from missing as m
qualify row_number() over (order by m.part, m.row_no) <= $most
order by m.part, m.row_no
