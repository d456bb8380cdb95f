-- One row per enterprise, KPI and calendar quarter in which a period with a shown value begins, in the order in which pages read them.
-- `value` is the quarter's ratio of sums (of scores, counts and amounts the mean), amounts in US dollars; where units differ it is
-- the change since the baseline in percent, from values in the units of the baseline.
with
series as (
    select
        v.kpi,
        v.enterprise_id,
        k.type,
        k.comparable,
        date_trunc('quarter', v.period_start)::date as quarter_on,
        v.numerator,
        v.denominator,
        s.baseline,
        case when k.amount and k.comparable then v.value_usd else v.value end as value
    from snapshot.base.kpi_values as v
    inner join snapshot.base.kpis as k on v.kpi = k.kpi
    left join snapshot.base.kpi_starts as s on v.kpi = s.kpi and v.enterprise_id = s.enterprise_id
    where
        v.status = 'shown'
        and v.in_series
        and (
            k.comparable
            or concat_ws('/', coalesce(v.numerator_unit, ''), coalesce(v.denominator_unit, ''), coalesce(v.currency, '')) = s.units
        )
),

summed as (
    select
        s.kpi,
        s.enterprise_id,
        s.quarter_on,
        bool_and(s.comparable) as comparable,
        max(s.baseline) as baseline,
        case when max(s.type) = 'ratio' then sum(s.numerator) / nullif(sum(s.denominator), 0e0) else avg(s.value) end as level
    from series as s
    where s.value is not null
    group by s.kpi, s.enterprise_id, s.quarter_on
),

valued as (
    select
        s.*,
        case
            when s.comparable then s.level
            when s.baseline > 0e0 then 100e0 * (s.level / nullif(s.baseline, 0e0) - 1e0)
        end as value
    from summed as s
)

select
    v.kpi,
    v.enterprise_id,
    l.sector,
    l.size,
    l.world_region,
    l.start,
    l.consents and l.status <> 'copied' as peer,
    v.quarter_on,
    v.value
from valued as v
inner join snapshot.base.kpi_levels as l on v.kpi = l.kpi and v.enterprise_id = l.enterprise_id
where v.value is not null
order by v.kpi, l.sector, l.size, v.enterprise_id, v.quarter_on
