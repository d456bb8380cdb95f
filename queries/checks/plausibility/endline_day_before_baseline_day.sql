-- One row per engagement whose endline is not after its baseline.
select
    'endline_day_before_baseline_day' as rule,
    g.row_no,
    g.part,
    g.enterprise_id,
    null::varchar as iso3,
    g.endline_on::varchar as value,
    g.baseline_on::varchar as expected
from engagements as g
where g.endline_on <= g.baseline_on
