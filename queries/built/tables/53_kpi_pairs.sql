-- One row per enterprise and KPI that it was asked for or reported: from its first baseline to its last endline.
-- A round is what was measured for one engagement (or for none). Baseline and endline are ratios of sums over the values of
-- their round that are shown; scores and amounts are means. `change` is in the KPI's unit (amounts in US dollars, null without
-- a rate), `percent` of the baseline where that is above 0, `better` the change for the better (in either direction where
-- neither is). A change counts from the KPI's minimal change on, which is a share of the baseline where units differ.
-- `status`: paired; copied, an enterprise that repeats its first answers; units_differ; silent, the endline is due and was not
-- reported; not_due; no_baseline; not_computable; not_asked, of an enterprise that was trained in no module that asks.
-- `engagements` counts the modules that the enterprise was trained in, `asked` those of them that ask for the KPI; `due_on` is
-- the first day on which an endline was due. `other_season`: most months of the shorter round are not among the other's.
-- `late_baseline`: it reaches beyond the first workshop of a module that asks. `counted_on` is the day that decides the period.
with
shown as (
    select
        v.*,
        coalesce(v.engagement_id, '') as round_id,
        concat_ws('/', coalesce(v.numerator_unit, ''), coalesce(v.denominator_unit, ''), coalesce(v.currency, '')) as units,
        concat_ws('/', v.numerator, coalesce(v.denominator, -1e0)) as answer
    from snapshot.base.kpi_values as v
    where v.phase in ('baseline', 'endline')
),

chosen as (
    select
        s.enterprise_id,
        s.kpi,
        s.phase,
        s.round_id
    from shown as s
    where s.status = 'shown'
    qualify
        row_number() over (
            partition by s.enterprise_id, s.kpi, s.phase
            order by
                case when s.phase = 'baseline' then s.period_start end,
                case when s.phase = 'endline' then s.period_start end desc,
                s.round_id
        ) = 1
),

days as (
    select
        s.enterprise_id,
        s.kpi,
        s.phase,
        unnest(generate_series(date_trunc('month', s.period_start)::date, s.period_end, interval 1 month)) as day
    from shown as s
    inner join chosen as c
        on s.enterprise_id = c.enterprise_id and s.kpi = c.kpi and s.phase = c.phase and s.round_id = c.round_id
    where s.status = 'shown'
),

-- The calendar months that a round covers, as bits.
months as (
    select
        d.enterprise_id,
        d.kpi,
        d.phase,
        bit_or((1 << month(d.day)::integer)::bigint) as months
    from days as d
    group by d.enterprise_id, d.kpi, d.phase
),

measured as (
    select
        s.enterprise_id,
        s.kpi,
        s.phase,
        max(c.round_id) as round_id,
        count(*) as periods,
        min(s.period_start) as from_on,
        max(s.period_end) as to_on,
        case when max(k.type) = 'ratio' then sum(s.numerator) / nullif(sum(s.denominator), 0e0) else avg(s.value) end as value,
        case when bool_and(s.value_usd is not null) then avg(s.value_usd) end as usd,
        sum(s.numerator) as numerator,
        sum(s.denominator) as denominator,
        min(coalesce(s.numerator_unit, s.currency)) as unit_above,
        min(s.denominator_unit) as unit_below,
        min(s.units) as units,
        min(s.units) <> max(s.units) as units_change,
        min(s.answer) as answer,
        min(s.answer) = max(s.answer) as one_answer
    from shown as s
    inner join chosen as c
        on s.enterprise_id = c.enterprise_id and s.kpi = c.kpi and s.phase = c.phase and s.round_id = c.round_id
    inner join snapshot.base.kpis as k on s.kpi = k.kpi
    where s.status = 'shown'
    group by s.enterprise_id, s.kpi, s.phase
),

matched as (
    select
        b.enterprise_id,
        b.kpi,
        k.type,
        k.amount,
        k.comparable,
        k.sign,
        k.minimal_change,
        b.round_id as baseline_round,
        b.periods as baseline_periods,
        b.from_on as baseline_from_on,
        b.to_on as baseline_to_on,
        b.value as baseline,
        b.usd as baseline_usd,
        b.numerator as baseline_numerator,
        b.denominator as baseline_denominator,
        b.unit_above,
        b.unit_below,
        e.periods as endline_periods,
        e.from_on as endline_from_on,
        e.to_on as endline_to_on,
        e.value as endline,
        e.usd as endline_usd,
        e.numerator as endline_numerator,
        e.denominator as endline_denominator,
        b.units_change or e.units_change or b.units <> e.units as units_differ,
        b.one_answer and e.one_answer and b.answer = e.answer as repeated,
        bit_count((mb.months & me.months)::bigint) * 2 < least(bit_count(mb.months::bigint), bit_count(me.months::bigint)) as other_season
    from measured as b
    inner join measured as e on b.enterprise_id = e.enterprise_id and b.kpi = e.kpi and e.phase = 'endline'
    inner join snapshot.base.kpis as k on b.kpi = k.kpi
    left join months as mb on b.enterprise_id = mb.enterprise_id and b.kpi = mb.kpi and mb.phase = 'baseline'
    left join months as me on b.enterprise_id = me.enterprise_id and b.kpi = me.kpi and me.phase = 'endline'
    where b.phase = 'baseline' and e.to_on > b.to_on
),

-- Who gives the very numbers of the baseline again, in every ratio, over six values or more, has not measured again.
copies as (
    select m.enterprise_id
    from matched as m
    where m.type = 'ratio'
    group by m.enterprise_id
    having bool_and(m.repeated) and count(*) >= 2 and sum(m.baseline_periods + m.endline_periods) >= 6
),

expectations as (
    select
        x.kpi,
        x.module,
        x.due_days
    from kpi_expectations as x

    union all

    -- An export that does not say which module asks for what: every module asks for every KPI, and nothing is not due yet.
    select
        k.kpi,
        m.module,
        null::bigint as due_days
    from snapshot.base.kpis as k
    cross join modules as m
    where not exists (select 1 from kpi_expectations)
),

asked as (
    select
        g.enterprise_id,
        x.kpi,
        count(distinct g.module) as asked,
        min(g.counted_on) as first_on,
        min((coalesce(g.baseline_on, g.counted_on) + coalesce(x.due_days, 0)::integer)::date) as due_on
    from snapshot.base.engagements as g
    inner join expectations as x on g.module = x.module
    where g.trained
    group by g.enterprise_id, x.kpi
),

reported as (
    select
        v.enterprise_id,
        v.kpi,
        max(case when v.phase = 'baseline' then 1 else 0 end) = 1 as baseline_reported,
        max(case when v.phase = 'endline' then 1 else 0 end) = 1 as endline_reported,
        max(v.period_end) as last_on
    from snapshot.base.kpi_values as v
    group by v.enterprise_id, v.kpi
),

everyone as (
    select
        coalesce(a.enterprise_id, r.enterprise_id) as enterprise_id,
        coalesce(a.kpi, r.kpi) as kpi,
        a.asked,
        a.due_on,
        a.first_on,
        r.baseline_reported,
        r.endline_reported,
        r.last_on
    from asked as a
    full outer join reported as r on a.enterprise_id = r.enterprise_id and a.kpi = r.kpi
),

judged as (
    select
        y.enterprise_id,
        y.kpi,
        y.asked,
        y.due_on,
        y.first_on,
        y.last_on,
        case
            when m.enterprise_id is not null and c.enterprise_id is not null then 'copied'
            when m.units_differ then 'units_differ'
            when m.enterprise_id is not null then 'paired'
            when y.endline_reported and y.baseline_reported then 'not_computable'
            when y.endline_reported then 'no_baseline'
            when y.asked is null then 'not_asked'
            when y.due_on > $as_of then 'not_due'
            else 'silent'
        end as status
    from everyone as y
    left join matched as m on y.enterprise_id = m.enterprise_id and y.kpi = m.kpi
    left join copies as c on y.enterprise_id = c.enterprise_id
),

changed as (
    select
        j.enterprise_id,
        j.kpi,
        case
            when m.amount and m.comparable then m.endline_usd - m.baseline_usd
            when m.comparable then m.endline - m.baseline
        end as change,
        case when m.baseline > 0e0 then 100e0 * (m.endline / nullif(m.baseline, 0e0) - 1e0) end as percent,
        (m.endline - m.baseline) * case when m.sign = 0 then 1 else m.sign end as moved,
        case when m.comparable then m.minimal_change else m.minimal_change * abs(m.baseline) end as least
    from judged as j
    inner join matched as m on j.enterprise_id = m.enterprise_id and j.kpi = m.kpi
    where j.status = 'paired'
),

training as (
    select
        g.enterprise_id,
        count(distinct g.module) as engagements
    from snapshot.base.engagements as g
    where g.trained
    group by g.enterprise_id
)

select
    j.kpi,
    j.enterprise_id,
    e.iso3,
    e.sector,
    e.size,
    e.region,
    e.benchmark_consent_on is not null and e.benchmark_consent_on <= $as_of as consents,
    t.enterprise_id is not null as trained,
    coalesce(t.engagements, 0)::integer as engagements,
    coalesce(j.asked, 0)::integer as asked,
    j.due_on,
    j.status,
    m.baseline_round,
    m.baseline_from_on,
    m.baseline_to_on,
    m.baseline_periods::integer as baseline_periods,
    m.baseline,
    m.baseline_usd,
    m.baseline_numerator,
    m.baseline_denominator,
    m.endline_from_on,
    m.endline_to_on,
    m.endline_periods::integer as endline_periods,
    m.endline,
    m.endline_usd,
    m.endline_numerator,
    m.endline_denominator,
    m.unit_above,
    m.unit_below,
    c.change,
    c.percent,
    c.change * case when k.sign = 0 then 1 else k.sign end as better,
    c.percent * case when k.sign = 0 then 1 else k.sign end as better_percent,
    case
        when c.enterprise_id is null then null
        when c.moved > 0e0 and round(c.moved, 9) >= round(c.least, 9) then 'improved'
        when c.moved < 0e0 and round(-c.moved, 9) >= round(c.least, 9) then 'worse'
        else 'same'
    end as outcome,
    coalesce(j.status = 'paired' and m.baseline_numerator = 0e0 and m.endline_numerator = 0e0, false) as zero_to_zero,
    coalesce(j.status = 'paired' and m.other_season, false) as other_season,
    coalesce(j.status = 'paired' and m.baseline_to_on > j.first_on, false) as late_baseline,
    coalesce(m.endline_to_on, case when j.status in ('silent', 'not_due') then j.due_on end, j.last_on, j.due_on) as counted_on
from judged as j
inner join snapshot.base.enterprises as e on j.enterprise_id = e.enterprise_id
inner join snapshot.base.kpis as k on j.kpi = k.kpi
left join training as t on j.enterprise_id = t.enterprise_id
left join matched as m on j.enterprise_id = m.enterprise_id and j.kpi = m.kpi
left join changed as c on j.enterprise_id = c.enterprise_id and j.kpi = c.kpi
order by j.kpi, e.sector, e.size, j.enterprise_id
