-- Visits of consultants to enterprises.
-- One row per visit.
select
    s.iso3,
    s.enterprise_id,
    s.project_id,
    s.module,
    'all' as sex,
    'all' as role,
    s.starts_on as happened_on,
    s.session_id as unit_id,
    1e0 as numerator,
    null as denominator
from training_sessions as s
where s.kind = 'visit'
