-- Implementation partners that delivered training in the last twelve months.
-- One row per session; one without a partner is expected but not reported.
select
    coalesce(p.iso3, s.iso3) as iso3,
    null as enterprise_id,
    s.project_id,
    s.module,
    'all' as sex,
    'all' as role,
    s.starts_on as happened_on,
    s.partner_id as unit_id,
    case when p.partner_id is not null then 1e0 end as numerator,
    null as denominator
from training_sessions as s
left join partners as p on s.partner_id = p.partner_id
