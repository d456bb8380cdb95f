-- One row per enterprise and KPI that it was asked for or reported: the value by which it is compared, and with how many peers.
-- `value` is the level where all have one unit (amounts in US dollars), else the change since the baseline in percent, from
-- values after the baseline in its units. The level is the ratio of sums (of scores, counts and amounts the mean) of the values
-- shown in the last six months of its series, `from_on` to `to_on`. `monthly` is its denominator for 30 days.
-- `status`: shown; stale, its last value ends more than 36 months before the as-of day; no_value; no_rate, an amount without a
-- rate into US dollars; no_baseline, nothing_later and units_differ where the change is compared; copied, an enterprise that
-- repeats its first answers. Peers are consenting enterprises whose value is shown, never the enterprise itself.
-- Peers of step 1 share sector, size band, region of the world and third of the starting level (see `kpi_starts`); of 2 sector,
-- size and region; of 3 sector and size; of 4 the sector; 5 are all. A step is left out where one of these is not known, and 1
-- where there is no common unit: `first_step` is the closest. `step` is the first with ten `peers`, null where there is none; of
-- these `below` have a lower value and `same` the very same.
with
series as (
    select
        v.kpi,
        v.enterprise_id,
        k.type,
        k.comparable,
        v.period_start,
        v.period_end,
        v.period_days,
        v.numerator,
        v.denominator,
        v.numerator_unit,
        s.baseline,
        case when k.amount and k.comparable then v.value_usd else v.value end as value,
        k.comparable or (v.phase <> 'baseline' and v.period_start > s.to_on) as later,
        k.comparable
        or concat_ws('/', coalesce(v.numerator_unit, ''), coalesce(v.denominator_unit, ''), coalesce(v.currency, '')) = s.units as alike
    from snapshot.base.kpi_values as v
    inner join snapshot.base.kpis as k on v.kpi = k.kpi
    left join snapshot.base.kpi_starts as s on v.kpi = s.kpi and v.enterprise_id = s.enterprise_id
    where v.status = 'shown' and v.in_series
),

ends as (
    select
        s.kpi,
        s.enterprise_id,
        bool_or(s.later) as later,
        max(case when s.later and s.alike and s.value is not null then s.period_end end) as last_on
    from series as s
    group by s.kpi, s.enterprise_id
),

latest as (
    select
        s.kpi,
        s.enterprise_id,
        min(s.period_start) as from_on,
        max(s.period_end) as to_on,
        max(s.numerator_unit) as numerator_unit,
        30e0 * sum(s.denominator) / nullif(sum(s.period_days), 0e0) as monthly,
        case when max(s.type) = 'ratio' then sum(s.numerator) / nullif(sum(s.denominator), 0e0) else avg(s.value) end as level
    from series as s
    inner join ends as e on s.kpi = e.kpi and s.enterprise_id = e.enterprise_id
    where s.later and s.alike and s.value is not null and s.period_start > e.last_on - interval 6 month
    group by s.kpi, s.enterprise_id
),

judged as (
    select
        p.kpi,
        p.enterprise_id,
        p.iso3,
        p.sector,
        case when p.size <> 'unknown' then p.size end as size,
        c.region as world_region,
        s.start,
        p.consents,
        l.from_on,
        l.to_on,
        l.numerator_unit,
        l.monthly,
        round(
            case when k.comparable then l.level when s.baseline > 0e0 then 100e0 * (l.level / nullif(s.baseline, 0e0) - 1e0) end, 9
        ) as value,
        case
            when p.status = 'copied' then 'copied'
            when e.enterprise_id is null then 'no_value'
            when not k.comparable and (s.baseline is null or s.baseline <= 0e0) then 'no_baseline'
            when not e.later then 'nothing_later'
            when e.last_on is null and k.comparable then 'no_rate'
            when e.last_on is null then 'units_differ'
            when e.last_on < $as_of - interval 36 month then 'stale'
            else 'shown'
        end as status
    from snapshot.base.kpi_pairs as p
    inner join snapshot.base.kpis as k on p.kpi = k.kpi
    left join countries as c on p.iso3 = c.iso3
    left join snapshot.base.kpi_starts as s on p.kpi = s.kpi and p.enterprise_id = s.enterprise_id
    left join ends as e on p.kpi = e.kpi and p.enterprise_id = e.enterprise_id
    left join latest as l on p.kpi = l.kpi and p.enterprise_id = l.enterprise_id
),

widened as (
    select
        j.kpi,
        j.enterprise_id,
        w.step::integer as step,
        j.value,
        case when j.consents and j.status = 'shown' then 1 else 0 end as peer,
        case when w.step <= 4 then j.sector end as sector,
        case when w.step <= 3 then j.size end as size,
        case when w.step <= 2 then j.world_region end as world_region,
        case when w.step = 1 then j.start end as start
    from judged as j
    cross join generate_series(1, 5) as w (step)
    where
        (w.step > 3 or j.size is not null)
        and (w.step > 2 or j.world_region is not null)
        and (w.step > 1 or j.start is not null)
),

counted as (
    select
        w.kpi,
        w.enterprise_id,
        w.step,
        sum(w.peer) over (partition by w.kpi, w.step, w.sector, w.size, w.world_region, w.start) - w.peer as peers,
        sum(w.peer) over (partition by w.kpi, w.step, w.sector, w.size, w.world_region, w.start order by w.value)
        - sum(w.peer) over (partition by w.kpi, w.step, w.sector, w.size, w.world_region, w.start, w.value) as below,
        sum(w.peer) over (partition by w.kpi, w.step, w.sector, w.size, w.world_region, w.start, w.value) - w.peer as same
    from widened as w
),

chosen as (
    select c.*
    from counted as c
    where c.peers >= 10
    qualify row_number() over (partition by c.kpi, c.enterprise_id order by c.step) = 1
)

select
    j.kpi,
    j.enterprise_id,
    j.iso3,
    j.sector,
    j.size,
    j.world_region,
    j.start,
    j.consents,
    j.status,
    case when j.status = 'shown' then j.value end as value,
    j.from_on,
    j.to_on,
    j.numerator_unit,
    j.monthly,
    case
        when j.start is not null and j.size is not null and j.world_region is not null then 1
        when j.size is not null and j.world_region is not null then 2
        when j.size is not null then 3
        else 4
    end::integer as first_step,
    c.step,
    c.peers::bigint as peers,
    case when j.status = 'shown' then c.below::bigint end as below,
    case when j.status = 'shown' then c.same::bigint end as same
from judged as j
left join chosen as c on j.kpi = c.kpi and j.enterprise_id = c.enterprise_id
order by j.kpi, j.sector, j.size, j.enterprise_id
