-- One row per cell that is empty, and must not be.
select
    s.row_no,
    s.part,
    'missing_value' as rule,
    '' as value,
    '' as expected,
    s.the_enterprise as enterprise_id,
    s.the_country as iso3
from the_sent as s
where s.the_column is null or ($as_text and trim(s.the_column::varchar) = '')
