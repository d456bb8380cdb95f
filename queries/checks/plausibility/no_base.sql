-- One row per observation of a ratio without a denominator, or with one of 0 under a number above 0.
select
    'no_base' as rule,
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    k.numerator::varchar as value,
    '' as expected
from kpi_rows as k
where k.type = 'ratio' and (k.denominator is null or (k.denominator = 0e0 and k.numerator > 0e0))
