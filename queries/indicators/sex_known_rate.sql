-- Attendances whose sex is known.
-- One row per attendance.
select
    iso3,
    enterprise_id,
    project_id,
    module,
    sex,
    role,
    happened_on,
    attendance_id as unit_id,
    case when sex in ('female', 'male', 'other') then 1e0 else 0e0 end as numerator,
    1e0 as denominator
from people_trained
