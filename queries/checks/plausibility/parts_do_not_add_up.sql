-- One row per total of a ratio or count that differs from the sum of women and men.
with
parts as (
    select
        k.enterprise_id,
        k.kpi,
        k.phase,
        k.period_start,
        sum(k.numerator) as numerator,
        min(k.sex) <> max(k.sex) as several
    from kpi_rows as k
    where k.sex in ('female', 'male', 'other', 'unknown') and k.type in ('ratio', 'count')
    group by k.enterprise_id, k.kpi, k.phase, k.period_start
)

select
    'parts_do_not_add_up' as rule,
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    k.numerator::varchar as value,
    p.numerator::varchar as expected
from kpi_rows as k
inner join parts as p on k.enterprise_id = p.enterprise_id and k.kpi = p.kpi and k.phase = p.phase and k.period_start = p.period_start
where k.sex = 'all' and p.several and abs(k.numerator - p.numerator) > 1e-6 * greatest(1e0, abs(k.numerator))
