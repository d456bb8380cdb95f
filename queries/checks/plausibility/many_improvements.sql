-- One row per enterprise with more than a hundred improvement projects, at the first of them.
select
    'many_improvements' as rule,
    min(i.row_no) as row_no,
    min(i.part) as part,
    i.enterprise_id,
    null::varchar as iso3,
    count(*)::varchar as value,
    '' as expected
from improvement_projects as i
group by i.enterprise_id
having count(*) > 100
