-- One row per finding of the export's check, in the order of severity, with the enterprise and the country that it is about.
-- A finding names its row by the row's key: of keys of several columns the first word is the enterprise.
with
named as (
    select
        f.*,
        split_part(f.row_key, ' ', 1) as first_word
    from findings as f
),

placed as (
    select
        n.*,
        coalesce(e.enterprise_id, g.enterprise_id, a.enterprise_id, s.enterprise_id, i.enterprise_id) as enterprise_id,
        coalesce(s.iso3, t.iso3, case when n.table_name = 'submissions' then n.first_word end) as own_iso3
    from named as n
    left join enterprises as e on n.first_word = e.enterprise_id
    left join engagements as g on n.table_name in ('engagements', 'engagement_costs') and n.first_word = g.engagement_id
    left join attendances as a on n.table_name = 'attendances' and n.first_word = a.attendance_id
    left join sessions as s on n.table_name in ('sessions', 'session_trainers') and n.first_word = s.session_id
    left join improvement_projects as i on n.table_name = 'improvement_projects' and n.first_word = i.improvement_id
    left join trainers as t on n.table_name in ('trainers', 'trainer_modules') and n.first_word = t.trainer_id
)

select
    p.severity,
    case p.severity when 'blocks' then 1 when 'warns' then 2 else 3 end as severity_no,
    p.table_name,
    p.row_key,
    p.column_name,
    p.value,
    p.rule,
    p.advice,
    p.enterprise_id,
    coalesce(e.iso3, p.own_iso3) as iso3
from placed as p
left join enterprises as e on p.enterprise_id = e.enterprise_id
order by severity_no, p.table_name, p.row_key, p.column_name, p.rule
