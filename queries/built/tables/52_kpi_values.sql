-- One row per enterprise, KPI, phase and first day of a period that ended by the as-of day: the total of women and men.
-- Where the total is given it is used, and women and men are compared with it; else they are added up. A score of women and
-- men is weighed by the workforce. `value` is the ratio, or the number itself; amounts have it in US dollars too.
-- `status`: shown; not_computable, a ratio without a base; out_of_range; far_off, eight times the middle of its own phase or
-- more. `in_series` picks one row for each period: an endline is rather shown than a baseline, and that than monitoring.
with
parted as (
    select
        o.enterprise_id,
        o.kpi,
        o.phase,
        o.period_start,
        max(case when o.sex = 'all' then 1 else 0 end) = 1 as whole,
        max(case when o.sex = 'female' then 1 else 0 end) = 1 and max(case when o.sex = 'male' then 1 else 0 end) = 1 as both_sexes,
        max(o.period_days) as period_days,
        max(o.engagement_id) as engagement_id,
        max(o.currency) as currency,
        max(o.numerator_unit) as numerator_unit,
        max(o.denominator_unit) as denominator_unit,
        max(o.measured_on) as measured_on,
        max(o.recorded_on) as recorded_on,
        max(case when o.sex = 'all' then o.numerator end) as all_above,
        max(case when o.sex = 'all' then o.denominator end) as all_below,
        sum(case when o.sex <> 'all' then o.numerator end) as parts_above,
        sum(case when o.sex <> 'all' then o.denominator end) as parts_below,
        count(case when o.sex <> 'all' and o.denominator is null then 1 end) as parts_without_base,
        max(case when o.sex = 'female' then o.numerator end) as women_score,
        max(case when o.sex = 'male' then o.numerator end) as men_score
    from kpi_observations as o
    where o.period_start + (o.period_days - 1)::integer <= $as_of
    group by o.enterprise_id, o.kpi, o.phase, o.period_start
),

totals as (
    select
        p.*,
        k.type,
        k.amount,
        k.plausible_low,
        k.plausible_high,
        case
            when p.whole then p.all_above
            when not p.both_sexes then null
            when k.type = 'score' then (p.women_score * e.women + p.men_score * e.men) / nullif(e.women + e.men, 0e0)
            else p.parts_above
        end as above,
        case
            when p.whole then p.all_below
            when p.both_sexes and p.parts_without_base = 0 then p.parts_below
        end as below,
        p.whole and p.both_sexes and k.type <> 'score' and abs(p.all_above - p.parts_above) > 1e-6 * greatest(1e0, abs(p.all_above))
            as differs
    from parted as p
    inner join snapshot.base.kpis as k on p.kpi = k.kpi
    inner join snapshot.base.enterprises as e on p.enterprise_id = e.enterprise_id
),

valued as (
    select
        t.*,
        case when t.type = 'ratio' then t.above / nullif(t.below, 0e0) else t.above end as value
    from totals as t
),

-- Three values of one phase say what is usual there.
usual as (
    select
        v.enterprise_id,
        v.kpi,
        v.phase,
        median(v.value) as middle
    from valued as v
    where v.value is not null
    group by v.enterprise_id, v.kpi, v.phase
    having count(*) >= 3
),

judged as (
    select
        v.*,
        case
            when v.value is null or v.below < 0e0 then 'not_computable'
            when v.above < 0e0 or v.value < v.plausible_low or v.value > v.plausible_high then 'out_of_range'
            when u.middle > 0e0 and v.value >= 8e0 * u.middle then 'far_off'
            else 'shown'
        end as status
    from valued as v
    left join usual as u on v.enterprise_id = u.enterprise_id and v.kpi = u.kpi and v.phase = u.phase
)

select
    j.kpi,
    j.enterprise_id,
    j.phase,
    j.period_start,
    j.period_days,
    (j.period_start + (j.period_days - 1)::integer)::date as period_end,
    j.engagement_id,
    j.above as numerator,
    j.below as denominator,
    j.numerator_unit,
    j.denominator_unit,
    j.currency,
    j.value,
    case when j.amount then j.value / nullif(r.lcu_per_usd, 0e0) end as value_usd,
    r.lcu_per_usd as rate,
    j.status,
    j.differs,
    j.measured_on,
    j.recorded_on,
    row_number() over (
        partition by j.enterprise_id, j.kpi, j.period_start
        order by case j.phase when 'endline' then 1 when 'baseline' then 2 when 'follow_up' then 3 else 4 end
    ) = 1 as in_series
from judged as j
left join rates as r on j.currency = r.currency and r.year = year(j.period_start)
order by j.kpi, j.enterprise_id, j.period_start, j.phase
