-- One row per observation that is negative, or whose value is beyond what the catalogue believes.
select
    'out_of_range' as rule,
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    case when k.type = 'ratio' then concat(k.numerator, ' : ', k.denominator) else k.numerator::varchar end as value,
    concat(coalesce(r.low::varchar, '…'), ' – ', coalesce(r.high::varchar, '…')) as expected
from kpi_rows as k
left join kpi_ranges as r on k.kpi = r.kpi
where k.numerator < 0e0 or k.denominator < 0e0 or k.value < r.low or k.value > r.high
