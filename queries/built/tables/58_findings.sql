-- One row per finding of the export's check, in the order of severity, with the enterprise and the country that it is about.
select
    f.severity,
    case f.severity when 'blocks' then 1 when 'warns' then 2 else 3 end as severity_no,
    f.table_name,
    f.row_no,
    f.column_name,
    f.value,
    f.rule,
    f.advice,
    f.enterprise_id,
    coalesce(e.iso3, f.iso3) as iso3
from findings as f
left join enterprises as e on f.enterprise_id = e.enterprise_id
order by severity_no, f.table_name, f.row_no, f.column_name, f.rule
