-- One row per observation that is negative, or whose value is beyond what the catalogue believes.
select
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    round(k.value, 6)::varchar as value,
    concat(coalesce($low::varchar, '…'), ' – ', coalesce($high::varchar, '…')) as expected
from kpi_rows as k
where k.numerator < 0e0 or k.denominator < 0e0 or k.value < $low::double or k.value > $high::double
