-- One row per currency and year: local currency per US dollar (countries that share a currency differ by rounding; their median).
select
    currency,
    year,
    median(lcu_per_usd) as lcu_per_usd
from exchange_rates
where currency is not null and lcu_per_usd > 0
group by currency, year
