-- One row per trainer of whose counts of 20 and more far more end in 0 or 5 than of all others', at the first row of the trainer.
with
usual as (
    select
        d.kpi,
        sum(d.rounded) / nullif(sum(d.counts), 0e0) as share
    from kpi_digits as d
    group by d.kpi
),

trainers as (
    select
        d.trainer_id,
        min(d.row_no) as row_no,
        min(d.part) as part,
        max(d.iso3) as iso3,
        sum(d.counts) as counts,
        sum(d.rounded) as rounded,
        sum(d.counts * u.share) as wanted,
        sum(d.counts * u.share * (1e0 - u.share)) as variance
    from kpi_digits as d
    inner join usual as u on d.kpi = u.kpi
    where u.share < 0.4e0
    group by d.trainer_id
)

select
    'digit_heaping' as rule,
    t.row_no,
    t.part,
    null::varchar as enterprise_id,
    t.iso3,
    t.trainer_id as value,
    concat(round(100e0 * t.rounded / nullif(t.counts, 0e0))::integer, ' % (', t.counts::bigint, ')') as expected
from trainers as t
where t.counts >= 50 and t.rounded >= 0.5e0 * t.counts and t.rounded - t.wanted > 6e0 * sqrt(t.variance)
