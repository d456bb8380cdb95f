-- One row per enterprise and KPI with a baseline that can be shown: its first round, as in `kpi_pairs`, but without an endline too.
-- `baseline` is its ratio of sums; of scores, counts and amounts (in US dollars where these are compared) the mean. `units` are
-- null where they change within the round. `start` is the third, 1 the lowest, of the baselines of all consenting enterprises
-- that it lies in; null for KPIs without one common unit. Whoever lies on a limit belongs to the lower third.
with
shown as (
    select
        v.kpi,
        v.enterprise_id,
        k.type,
        k.comparable,
        coalesce(v.engagement_id, '') as round_id,
        v.period_start,
        v.period_end,
        v.numerator,
        v.denominator,
        case when k.amount and k.comparable then v.value_usd else v.value end as value,
        concat_ws('/', coalesce(v.numerator_unit, ''), coalesce(v.denominator_unit, ''), coalesce(v.currency, '')) as units
    from snapshot.base.kpi_values as v
    inner join snapshot.base.kpis as k on v.kpi = k.kpi
    where v.status = 'shown' and v.phase = 'baseline'
),

first_rounds as (
    select
        s.kpi,
        s.enterprise_id,
        s.round_id
    from shown as s
    qualify row_number() over (partition by s.kpi, s.enterprise_id order by s.period_start, s.round_id) = 1
),

measured as (
    select
        s.kpi,
        s.enterprise_id,
        bool_and(s.comparable) as comparable,
        min(s.period_start) as from_on,
        max(s.period_end) as to_on,
        case when max(s.type) = 'ratio' then sum(s.numerator) / nullif(sum(s.denominator), 0e0) else avg(s.value) end as baseline,
        case when min(s.units) = max(s.units) then min(s.units) end as units
    from shown as s
    inner join first_rounds as f on s.kpi = f.kpi and s.enterprise_id = f.enterprise_id and s.round_id = f.round_id
    group by s.kpi, s.enterprise_id
),

limits as (
    select
        m.kpi,
        quantile_cont(m.baseline, 1e0 / nullif(3e0, 0e0)) as lower_limit,
        quantile_cont(m.baseline, 2e0 / nullif(3e0, 0e0)) as upper_limit
    from measured as m
    inner join snapshot.base.enterprises as e on m.enterprise_id = e.enterprise_id
    where m.comparable and e.benchmark_consent_on <= $as_of
    group by m.kpi
)

select
    m.kpi,
    m.enterprise_id,
    m.from_on,
    m.to_on,
    m.baseline,
    m.units,
    case
        when not m.comparable or m.baseline is null then null
        when m.baseline <= l.lower_limit then 1
        when m.baseline <= l.upper_limit then 2
        when m.baseline > l.upper_limit then 3
    end::integer as start
from measured as m
left join limits as l on m.kpi = l.kpi
order by m.kpi, m.enterprise_id
