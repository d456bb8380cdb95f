-- Quarterly country reports that came by the day they were due.
-- One row per country and quarter due by the as-of date.
select
    iso3,
    null as enterprise_id,
    null as project_id,
    null as module,
    'all' as sex,
    'all' as role,
    period_start as happened_on,
    iso3 || ' ' || period_start::varchar as unit_id,
    case when received_on <= due_on then 1e0 else 0e0 end as numerator,
    1e0 as denominator
from submissions
where due_on <= $as_of
