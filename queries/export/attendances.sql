-- One row per person at a session.
-- Written from data/contract/attendances.yaml by `make contract`; change that file instead.
select
    attendance_id::varchar as attendance_id,
    session_id::varchar as session_id,
    engagement_id::varchar as engagement_id,
    enterprise_id::varchar as enterprise_id,
    trainer_id::varchar as trainer_id,
    person_id::varchar as person_id,
    sex::varchar as sex,
    role::varchar as role,
    satisfaction::bigint as satisfaction,
    recorded_on::date as recorded_on
from read_parquet($files)
