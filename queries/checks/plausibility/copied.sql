-- One row per enterprise that gives the very numbers of its baseline again, in every ratio, over six values or more.
select
    'copied' as rule,
    min(r.row_no) as row_no,
    min(r.part) as part,
    r.enterprise_id,
    null::varchar as iso3,
    count(*)::varchar as value,
    '' as expected
from kpi_repeats as r
group by r.enterprise_id
having bool_and(r.repeated) and count(*) >= 2 and sum(r.rows) >= 6
