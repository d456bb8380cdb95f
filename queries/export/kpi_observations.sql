-- One row per enterprise, KPI, phase, period and sex.
-- Written from data/contract/kpi_observations.yaml by `make contract`; change that file instead.
select
    enterprise_id::varchar as enterprise_id,
    engagement_id::varchar as engagement_id,
    kpi::varchar as kpi,
    phase::varchar as phase,
    period_start::date as period_start,
    period_days::bigint as period_days,
    sex::varchar as sex,
    numerator::double as numerator,
    numerator_unit::varchar as numerator_unit,
    denominator::double as denominator,
    denominator_unit::varchar as denominator_unit,
    currency::varchar as currency,
    measured_on::date as measured_on,
    recorded_on::date as recorded_on
from read_parquet($files)
