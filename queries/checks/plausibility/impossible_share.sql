-- One row per result of which the base is a whole number of at most 1,000, and the part is not.
select
    'impossible_share' as rule,
    r.row_no,
    r.part,
    null::varchar as enterprise_id,
    r.iso3,
    round(r.numerator, 4)::varchar as value,
    r.denominator::bigint::varchar as expected
from results as r
where
    r.denominator > 0e0 and r.denominator <= 1000e0 and r.denominator = floor(r.denominator)
    and abs(r.numerator - round(r.numerator)) > 1e-9
