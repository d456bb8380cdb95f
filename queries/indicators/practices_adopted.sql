-- Practices taken up, of those that were not in place before.
-- One row per enterprise and practice not in place at the baseline whose endline is due; without an answer, or copied, it is not reported.
select
    iso3,
    enterprise_id,
    project_id,
    counts_for as module,
    'all' as sex,
    'all' as role,
    counted_on as happened_on,
    enterprise_id || '/' || practice as unit_id,
    case when not repeated and outcome = 'gained' then 1e0 when not repeated and outcome = 'never' then 0e0 end as numerator,
    case when not repeated and outcome in ('gained', 'never') then 1e0 end as denominator
from practice_pairs
where expected and before = 'no' and coalesce(after, 'no') <> 'not_applicable'
