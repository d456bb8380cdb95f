-- One row per currency and year, with its rate in US dollars.
select
    x.currency,
    x.year,
    max(x.lcu_per_usd) as lcu_per_usd
from reference_rates as x
group by x.currency, x.year
