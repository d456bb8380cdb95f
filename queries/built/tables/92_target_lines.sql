-- One row per target, with the actual on the day that it is due, or on the as-of day where that comes first.
-- A line is the targets of one project, indicator, country, module and sex. `cumulation` says how its periods go together:
-- cumulative, each counts from the first day of the line; increment, each counts its own part and they are added up;
-- not_summing, a share, a level, or periods that overlap, each compared within itself. `target` and `actual` are to date: for
-- increments they are running totals. A share is in percent, of sums.
-- `basis`: counted, from the facts of the export; reported, an aggregate that the project sent in, `actual_on` its day, never
-- added to what can be counted, and of a period that ended by the day that is due and after the target before; none. A count of
-- which nothing happened is 0 only where the project has facts of some kind by then. `whole`: the actual rests on all that the
-- project has of the indicator.
with
lines as (
    select
        t.*,
        row_number() over (
            order by t.project_id, t.indicator, t.iso3, t.module, t.sex, t.starts_on, t.ends_on
        )::integer as target_no,
        dense_rank() over (order by t.project_id, t.indicator, t.iso3, t.module, t.sex)::integer as line_no,
        i.aggregation,
        i.unit as known_unit,
        i.better,
        i.level,
        i.position,
        coalesce(i.last_12_months, false) as last_12_months,
        coalesce(i.is_result, false) as is_result,
        coalesce(i.honours_donor, false) as by_project,
        t.denominator is not null
        or coalesce(i.unit = 'percent' or i.aggregation in ('ratio', 'distinct_ratio', 'per_unit', 'latest'), false) as is_level,
        lag(t.ends_on) over (
            partition by t.project_id, t.indicator, t.iso3, t.module, t.sex order by t.starts_on, t.ends_on
        ) as before_on
    from targets as t
    left join indicators as i on t.indicator = i.indicator
),

kinds as (
    select
        l.line_no,
        min(l.starts_on) as line_from_on,
        case
            when max(case when l.is_level then 1 else 0 end) = 1 then 'not_summing'
            when min(l.starts_on) = max(l.starts_on) then 'cumulative'
            when max(case when l.before_on >= l.starts_on then 1 else 0 end) = 0 then 'increment'
            else 'not_summing'
        end as cumulation
    from lines as l
    group by l.line_no
),

dated as (
    select
        l.*,
        k.cumulation,
        l.ends_on <= $as_of as due,
        least(l.ends_on, $as_of) as until_on,
        case
            when l.last_12_months
                then greatest(
                    case when k.cumulation = 'increment' then k.line_from_on else l.starts_on end,
                    (least(l.ends_on, $as_of) - interval 1 year + interval 1 day)::date
                )
            when k.cumulation = 'increment' then k.line_from_on
            else l.starts_on
        end as from_on,
        case
            when l.denominator is not null then 100e0 * l.numerator / nullif(l.denominator, 0e0)
            when k.cumulation = 'increment' then sum(l.numerator) over (partition by l.line_no order by l.ends_on)
            else l.numerator
        end as target
    from lines as l
    inner join kinds as k on l.line_no = k.line_no
),

matched as (
    select
        d.target_no,
        f.unit_no,
        f.enterprise_no,
        f.happened_on,
        f.numerator,
        f.denominator
    from dated as d
    inner join snapshot.base.project_facts as f
        on
            d.project_id = f.project_id
            and d.indicator = f.indicator
            and d.from_on <= f.happened_on
            and d.until_on >= f.happened_on
            and (d.iso3 is null or d.iso3 = f.iso3)
            and (d.module is null or d.module = f.module)
            and (d.sex = 'all' or d.sex = f.sex)
    where d.by_project
),

last_values as (
    select
        m.target_no,
        m.unit_no,
        max_by(m.numerator, m.happened_on) as numerator
    from matched as m
    where m.numerator is not null
    group by m.target_no, m.unit_no
),

latest as (
    select
        v.target_no,
        sum(v.numerator) as numerator
    from last_values as v
    group by v.target_no
),

counted as (
    select
        m.target_no,
        count(*) as expected,
        count(m.numerator) as reported,
        count(distinct case when m.numerator is not null then m.enterprise_no end) as enterprises,
        count(distinct case when m.numerator is not null then m.unit_no end) as units,
        count(distinct case when m.numerator > 0e0 then m.unit_no end) as positive_units,
        count(distinct case when m.numerator is not null and m.denominator > 0e0 then m.unit_no end) as based_units,
        sum(m.numerator) as numerator,
        sum(case when m.numerator is not null then m.denominator end) as denominator
    from matched as m
    group by m.target_no
),

-- All that a project, or its part in a country, has of an indicator.
totals as (
    select
        f.project_id,
        f.indicator,
        f.iso3,
        count(f.numerator) as reported
    from snapshot.base.project_facts as f
    group by grouping sets ((f.project_id, f.indicator), (f.project_id, f.indicator, f.iso3))
    having grouping(f.iso3) = 1 or f.iso3 is not null
),

alive as (
    select
        f.project_id,
        f.iso3,
        min(f.happened_on) as first_on
    from snapshot.base.project_facts as f
    group by f.project_id, f.iso3
),

-- A line of results is increments where none of its periods overlap, and else the total so far.
sent as (
    select
        r.*,
        case
            when r.denominator is not null then 100e0 * r.numerator / nullif(r.denominator, 0e0) else r.numerator
        end as value,
        lag(r.ends_on) over (
            partition by r.project_id, r.indicator, r.iso3, r.module, r.sex order by r.starts_on, r.ends_on
        ) as before_on,
        count(*) over (partition by r.project_id, r.indicator, r.iso3, r.module, r.sex) as sent_in
    from results as r
    where r.as_of <= $as_of
),

sent_kinds as (
    select
        s.project_id,
        s.indicator,
        s.iso3,
        s.module,
        s.sex,
        min(s.sent_in) > 1 and max(case when s.before_on >= s.starts_on then 1 else 0 end) = 0 as adds_up
    from sent as s
    group by s.project_id, s.indicator, s.iso3, s.module, s.sex
),

offered as (
    select
        d.target_no,
        k.adds_up and d.cumulation <> 'not_summing' as adds_up,
        s.value,
        s.numerator,
        s.denominator,
        s.ends_on,
        s.as_of,
        s.evidence,
        s.note,
        row_number() over (
            partition by d.target_no order by s.ends_on desc, s.as_of desc, s.starts_on
        ) as choice
    from dated as d
    inner join sent as s
        on
            d.project_id = s.project_id
            and d.indicator = s.indicator
            and coalesce(d.iso3, '') = coalesce(s.iso3, '')
            and coalesce(d.module, '') = coalesce(s.module, '')
            and d.sex = s.sex
            and d.until_on >= s.ends_on
            and d.from_on <= s.starts_on
    inner join sent_kinds as k
        on
            s.project_id = k.project_id
            and s.indicator = k.indicator
            and coalesce(s.iso3, '') = coalesce(k.iso3, '')
            and coalesce(s.module, '') = coalesce(k.module, '')
            and s.sex = k.sex
),

reported as (
    select
        o.target_no,
        case
            when min(case when o.adds_up then 1 else 0 end) = 1
                then sum(o.value)
            else max(case when o.choice = 1 then o.value end)
        end as value,
        max(case when o.choice = 1 then o.numerator end) as numerator,
        max(case when o.choice = 1 then o.denominator end) as denominator,
        max(o.ends_on) as ends_on,
        max(case when o.choice = 1 then o.as_of end) as as_of,
        max(case when o.choice = 1 then o.evidence end) as evidence,
        max(case when o.choice = 1 then o.note end) as note
    from offered as o
    group by o.target_no
),

measured as (
    select
        d.*,
        coalesce(c.expected, 0) as expected,
        coalesce(c.reported, 0) as reported_facts,
        coalesce(c.enterprises, 0) as enterprises,
        case
            when d.aggregation = 'distinct_ratio' then c.based_units
            when d.aggregation in ('distinct', 'per_unit', 'latest') then c.units
            else c.reported
        end as n,
        case
            when coalesce(c.reported, 0) > 0
                then case d.aggregation
                    when 'sum' then c.numerator
                    when 'distinct' then c.units
                    when 'latest' then l.numerator
                    when 'per_unit' then c.numerator / nullif(c.units, 0)
                    when 'ratio' then 100e0 * c.numerator / nullif(c.denominator, 0e0)
                    when 'distinct_ratio' then 100e0 * c.positive_units / nullif(c.based_units, 0)
                end
            when
                d.by_project
                and d.aggregation in ('sum', 'distinct')
                and coalesce(c.expected, 0) = 0
                and exists (
                    select 1 as found from alive as a
                    where
                        d.project_id = a.project_id
                        and (d.iso3 is null or d.iso3 = a.iso3)
                        and a.first_on <= d.until_on
                )
                then 0e0
        end as counted,
        case d.aggregation
            when 'distinct_ratio' then c.positive_units
            when 'distinct' then c.units
            when 'latest' then l.numerator
            else c.numerator
        end::double as counted_numerator,
        case d.aggregation
            when 'distinct_ratio' then c.based_units
            when 'per_unit' then c.units
            else c.denominator
        end::double as counted_denominator,
        case when d.before_on is null or r.ends_on > d.before_on then r.value end as sent_value,
        r.as_of as sent_on,
        r.numerator as sent_numerator,
        r.denominator as sent_denominator,
        r.evidence as sent_evidence,
        r.note as sent_note,
        d.module is null and d.sex = 'all' and w.reported = c.reported as whole
    from dated as d
    left join counted as c on d.target_no = c.target_no
    left join latest as l on d.target_no = l.target_no
    left join reported as r on d.target_no = r.target_no
    left join totals as w
        on d.project_id = w.project_id and d.indicator = w.indicator and coalesce(d.iso3, '') = coalesce(w.iso3, '')
)

select
    m.target_no,
    m.line_no,
    m.project_id,
    m.indicator,
    m.level,
    m.position,
    m.iso3,
    m.module,
    m.sex,
    m.starts_on,
    m.ends_on,
    m.from_on,
    m.until_on,
    m.due,
    m.cumulation,
    case when m.denominator is not null then 'percent' else coalesce(m.known_unit, 'number') end as unit,
    case
        when m.better in ('higher', 'lower') then m.better
        when m.target < m.baseline then 'lower'
        else 'higher'
    end as better,
    m.aggregation,
    m.is_result,
    m.by_project,
    coalesce(m.known_unit = 'percent' and m.denominator is null, false) as without_base,
    m.baseline,
    m.numerator as target_numerator,
    m.denominator as target_denominator,
    m.target,
    m.note,
    coalesce(m.counted, m.sent_value) as actual,
    case when m.counted is not null then 'counted' when m.sent_value is not null then 'reported' else 'none' end as basis,
    case when m.counted is not null then m.until_on else m.sent_on end as actual_on,
    case when m.counted is not null then m.counted_numerator else m.sent_numerator end as actual_numerator,
    case when m.counted is not null then m.counted_denominator else m.sent_denominator end as actual_denominator,
    case when m.counted is not null then coalesce(m.n, 0)::bigint end as n,
    m.reported_facts::bigint as reported,
    m.expected::bigint as expected,
    m.enterprises::bigint as enterprises,
    coalesce(m.whole, false) as whole,
    m.counted is not null or m.sent_evidence is not null as has_evidence,
    m.sent_evidence as evidence,
    m.sent_note
from measured as m
order by m.target_no
