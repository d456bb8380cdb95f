-- One row per enterprise, KPI, phase and first day of a period that ended by the as-of day: the total of women and men.
-- Where the total is given it is used, and women and men are compared with it; else they are added up. A score of women and
-- men is weighed by the workforce. `value` is the ratio, or the number itself; amounts have it in US dollars too (which need no rate).
-- `status`: shown; not_computable, a ratio without a base; out_of_range; far_off, eight times the middle of its own phase or
-- more. `in_series` picks one row for each period: an endline is rather shown than a baseline, and that than monitoring.
with
given as (
    select o.*
    from kpi_observations as o
    where o.period_start + (o.period_days - 1)::integer <= $as_of
),

wholes as (
    select g.*
    from given as g
    where g.sex = 'all'
),

parts as (
    select
        g.enterprise_id,
        g.kpi,
        g.phase,
        g.period_start,
        max(g.period_days) as period_days,
        max(g.engagement_id) as engagement_id,
        max(g.currency) as currency,
        max(g.numerator_unit) as numerator_unit,
        max(g.denominator_unit) as denominator_unit,
        max(g.measured_on) as measured_on,
        max(g.recorded_on) as recorded_on,
        sum(g.numerator) as numerator,
        case when count(*) = count(g.denominator) then sum(g.denominator) end as denominator,
        max(case when g.sex = 'female' then g.numerator end) as women,
        max(case when g.sex = 'male' then g.numerator end) as men
    from given as g
    where g.sex <> 'all'
    group by g.enterprise_id, g.kpi, g.phase, g.period_start
),

-- Women alone, or men alone, are no total.
joined as (
    select
        coalesce(w.enterprise_id, p.enterprise_id) as enterprise_id,
        coalesce(w.kpi, p.kpi) as kpi,
        coalesce(w.phase, p.phase) as phase,
        coalesce(w.period_start, p.period_start) as period_start,
        coalesce(w.period_days, p.period_days)::integer as period_days,
        coalesce(w.engagement_id, p.engagement_id) as engagement_id,
        coalesce(w.currency, p.currency) as currency,
        coalesce(w.numerator_unit, p.numerator_unit) as numerator_unit,
        coalesce(w.denominator_unit, p.denominator_unit) as denominator_unit,
        coalesce(w.measured_on, p.measured_on) as measured_on,
        coalesce(w.recorded_on, p.recorded_on) as recorded_on,
        w.enterprise_id is not null as whole,
        w.numerator as whole_above,
        w.denominator as whole_below,
        case when p.women is not null and p.men is not null then p.numerator end as parts_above,
        case when p.women is not null and p.men is not null then p.denominator end as parts_below,
        p.women,
        p.men
    from wholes as w
    full outer join parts as p
        on w.enterprise_id = p.enterprise_id and w.kpi = p.kpi and w.phase = p.phase and w.period_start = p.period_start
),

totals as (
    select
        j.*,
        e.enterprise_no,
        k.position,
        k.type,
        k.amount,
        k.plausible_low,
        k.plausible_high,
        case
            when j.whole then j.whole_above
            when k.type = 'score' then (j.women * e.women + j.men * e.men) / nullif(e.women + e.men, 0e0)
            else j.parts_above
        end as above,
        case when j.whole then j.whole_below else j.parts_below end as below,
        coalesce(
            j.whole and k.type <> 'score' and abs(j.whole_above - j.parts_above) > 1e-6 * greatest(1e0, abs(j.whole_above)), false
        ) as differs
    from joined as j
    inner join snapshot.base.kpis as k on j.kpi = k.kpi
    inner join snapshot.base.enterprises as e on j.enterprise_id = e.enterprise_id
),

valued as (
    select
        t.*,
        case when t.type = 'ratio' then t.above / nullif(t.below, 0e0) else t.above end as value,
        case t.phase when 'endline' then 1 when 'baseline' then 2 when 'follow_up' then 3 else 4 end as phase_rank
    from totals as t
),

-- Three values of one phase say what is usual there.
usual as (
    select
        v.enterprise_no,
        v.position,
        v.phase_rank,
        median(v.value) as middle
    from valued as v
    where v.value is not null
    group by v.enterprise_no, v.position, v.phase_rank
    having count(*) >= 3
),

-- Few periods are reported under two phases.
twice as (
    select
        v.enterprise_no,
        v.position,
        v.period_start,
        min(v.phase_rank) as phase_rank
    from valued as v
    group by v.enterprise_no, v.position, v.period_start
    having count(*) > 1
)

select
    v.kpi,
    v.enterprise_id,
    v.phase,
    v.period_start,
    v.period_days,
    (v.period_start + (v.period_days - 1))::date as period_end,
    v.engagement_id,
    v.above as numerator,
    v.below as denominator,
    v.numerator_unit,
    v.denominator_unit,
    v.currency,
    v.value,
    case when v.amount then v.value / nullif(case when v.currency = 'USD' then 1e0 else r.lcu_per_usd end, 0e0) end as value_usd,
    case when v.amount then case when v.currency = 'USD' then 1e0 else r.lcu_per_usd end end as rate,
    case
        when v.value is null or v.below < 0e0 then 'not_computable'
        when v.above < 0e0 or v.value < v.plausible_low or v.value > v.plausible_high then 'out_of_range'
        when u.middle > 0e0 and v.value >= 8e0 * u.middle then 'far_off'
        else 'shown'
    end as status,
    v.differs,
    v.measured_on,
    v.recorded_on,
    coalesce(v.phase_rank = s.phase_rank, true) as in_series
from valued as v
left join twice as s on v.enterprise_no = s.enterprise_no and v.position = s.position and v.period_start = s.period_start
left join usual as u on v.enterprise_no = u.enterprise_no and v.position = u.position and v.phase_rank = u.phase_rank
left join rates as r on v.currency = r.currency and r.year = year(v.period_start)
order by v.position, v.enterprise_no, v.period_start, v.phase_rank
