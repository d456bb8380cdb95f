-- One row per engagement and payer.
-- Written from data/contract/engagement_costs.yaml by `make contract`; change that file instead.
select
    engagement_id::varchar as engagement_id,
    payer::varchar as payer,
    amount::double as amount,
    currency::varchar as currency,
    year::bigint as year,
    recorded_on::date as recorded_on
from read_parquet($files)
