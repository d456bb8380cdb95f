-- noqa: disable=ST03
-- The values of indicators, once: by period, by year and by country. The loader puts the steps that a question names before it,
-- together with those of scope.sql.
with
-- The parts of time that a question may ask for: the period in view (1), the latest (2) and the one before it (3), each
-- calendar year of the period in view, and that period again for every country. A question names the kind that it wants.
parts_in_view as (
    select
        'period' as kind,
        1 as part_no,
        c.span_on,
        c.span_on >= $recent_from_on::date as recent
    from calendar_spans as c
    where ($from_on::date is null or c.span_on >= $from_on::date) and c.span_on < $before_on::date

    union all

    select
        'period' as kind,
        2 as part_no,
        c.span_on,
        c.span_on >= $latest_recent_from_on::date as recent
    from calendar_spans as c
    where c.span_on >= $latest_from_on::date and c.span_on < $latest_before_on::date

    union all

    select
        'period' as kind,
        3 as part_no,
        c.span_on,
        c.span_on >= $previous_recent_from_on::date as recent
    from calendar_spans as c
    where c.span_on >= $previous_from_on::date and c.span_on < $previous_before_on::date

    union all

    select
        'year' as kind,
        c.year as part_no,
        c.span_on,
        true as recent
    from calendar_spans as c
    where ($from_on::date is null or c.span_on >= $from_on::date) and c.span_on < $before_on::date

    union all

    select
        'country' as kind,
        null as part_no,
        c.span_on,
        c.span_on >= $recent_from_on::date as recent
    from calendar_spans as c
    where ($from_on::date is null or c.span_on >= $from_on::date) and c.span_on < $before_on::date
),

sums_by_part as (
    select
        p.kind,
        coalesce(p.part_no, f.country_no) as part_no,
        f.indicator_no,
        sum(f.expected) as expected,
        sum(f.reported) as reported,
        sum(f.numerator) as numerator,
        sum(f.denominator) as denominator,
        max(f.last_on) as last_on
    from cells_in_scope as f
    inner join parts_in_view as p on f.span_on = p.span_on and (p.recent or not f.last_12_months)
    where f.grain = 'sums'
    group by p.kind, coalesce(p.part_no, f.country_no), f.indicator_no
),

-- Results are shown or withheld by the number of enterprises that they rest on; activity counts are not.
enterprises_by_part as (
    select
        p.kind,
        coalesce(p.part_no, f.country_no) as part_no,
        f.indicator_no,
        count(distinct f.enterprise_no) as enterprises
    from cells_in_scope as f
    inner join parts_in_view as p on f.span_on = p.span_on and (p.recent or not f.last_12_months)
    where f.grain = 'sums' and f.is_result and f.reported > 0
    group by p.kind, coalesce(p.part_no, f.country_no), f.indicator_no
),

counted_once as (
    select
        p.kind,
        coalesce(p.part_no, f.country_no) as part_no,
        f.indicator_no,
        f.unit_no,
        max(f.positive) as positive,
        max(f.based) as based
    from cells_in_scope as f
    inner join parts_in_view as p on f.span_on = p.span_on and (p.recent or not f.last_12_months)
    where f.grain = 'units'
    group by p.kind, coalesce(p.part_no, f.country_no), f.indicator_no, f.unit_no
),

counted_units as (
    select
        u.kind,
        u.part_no,
        u.indicator_no,
        count(*) as units,
        sum(u.positive) as positive_units,
        sum(u.based) as based_units
    from counted_once as u
    group by u.kind, u.part_no, u.indicator_no

    union all

    select
        p.kind,
        coalesce(p.part_no, f.country_no) as part_no,
        f.indicator_no,
        count(*) as units,
        sum(f.positive) as positive_units,
        sum(f.based) as based_units
    from cells_in_scope as f
    inner join parts_in_view as p on f.span_on = p.span_on and (p.recent or not f.last_12_months)
    where f.grain = 'lone'
    group by p.kind, coalesce(p.part_no, f.country_no), f.indicator_no
),

units_by_part as (
    select
        c.kind,
        c.part_no,
        c.indicator_no,
        sum(c.units) as units,
        sum(c.positive_units) as positive_units,
        sum(c.based_units) as based_units
    from counted_units as c
    group by c.kind, c.part_no, c.indicator_no
),

latest_units as (
    select
        p.kind,
        coalesce(p.part_no, f.country_no) as part_no,
        f.indicator_no,
        f.unit_no,
        max_by(f.numerator, f.last_on) as numerator
    from cells_in_scope as f
    inner join parts_in_view as p on f.span_on = p.span_on and (p.recent or not f.last_12_months)
    where f.grain = 'latest'
    group by p.kind, coalesce(p.part_no, f.country_no), f.indicator_no, f.unit_no
),

latest_by_part as (
    select
        u.kind,
        u.part_no,
        u.indicator_no,
        count(*) as units,
        sum(u.numerator) as numerator
    from latest_units as u
    group by u.kind, u.part_no, u.indicator_no
),

-- The one place where an indicator's value is taken: a ratio is a ratio of sums, and a distinct count is never summed.
values_by_part as (
    select
        s.kind,
        s.part_no,
        i.indicator,
        i.aggregation,
        case
            when s.reported = 0 then null
            when i.aggregation = 'sum' then s.numerator
            when i.aggregation = 'distinct' then u.units
            when i.aggregation = 'latest' then l.numerator
            when i.aggregation = 'per_unit' then s.numerator / nullif(u.units, 0)
            when i.aggregation = 'ratio' then 100e0 * s.numerator / nullif(s.denominator, 0e0)
            when i.aggregation = 'distinct_ratio' then 100e0 * u.positive_units / nullif(u.based_units, 0)
        end as value,
        case i.aggregation
            when 'distinct_ratio' then u.positive_units
            when 'distinct' then u.units
            when 'latest' then l.numerator
            else s.numerator
        end::double as numerator,
        case i.aggregation
            when 'distinct_ratio' then u.based_units
            when 'per_unit' then u.units
            else s.denominator
        end::double as denominator,
        case i.aggregation
            when 'distinct_ratio' then u.based_units
            when 'latest' then l.units
            when 'sum' then s.reported
            when 'ratio' then s.reported
            else u.units
        end::bigint as n,
        s.reported::bigint as reported,
        s.expected::bigint as expected,
        e.enterprises::bigint as enterprises,
        s.last_on
    from sums_by_part as s
    inner join indicators as i on s.indicator_no = i.indicator_no
    left join enterprises_by_part as e
        on s.kind = e.kind and s.part_no = e.part_no and s.indicator_no = e.indicator_no
    left join units_by_part as u on s.kind = u.kind and s.part_no = u.part_no and s.indicator_no = u.indicator_no
    left join latest_by_part as l on s.kind = l.kind and s.part_no = l.part_no and s.indicator_no = l.indicator_no
),

-- Since when does an indicator have data here, and in each country? From then on a count of which nothing was expected is a
-- zero; before, it is not known. A share is never a zero for want of data.
first_facts as (
    select
        f.indicator_no,
        min(f.first_on) as first_on,
        min(case when i.aggregation in ('sum', 'distinct', 'latest') then f.first_on end) as zero_from_on
    from cells_in_scope as f
    inner join indicators as i on f.indicator_no = i.indicator_no
    where f.grain = 'sums'
    group by f.indicator_no
),

first_facts_by_country as (
    select
        f.indicator_no,
        f.country_no,
        min(case when i.aggregation in ('sum', 'distinct', 'latest') then f.first_on end) as zero_from_on
    from cells_in_scope as f
    inner join indicators as i on f.indicator_no = i.indicator_no
    where f.grain = 'sums'
    group by f.indicator_no, f.country_no
),

-- What several questions work out of a step of their own, whose name ends in `_given`: the loader puts these behind it.
-- By product limit, from `leaving_given` (code, days, how many leave on that day, how many of these by the event): what is left
-- after a day is e to the sum of `log_factor`, and `variance` adds up to Greenwood's; nothing is left once `all_done` is 1.
product_limit_at_risk as (
    select
        l.code,
        l.days,
        l.events,
        sum(l.leaving) over (partition by l.code order by l.days desc rows between unbounded preceding and current row) as at_risk
    from leaving_given as l
),

product_limit_terms as (
    select
        a.code,
        a.days,
        case when a.events < a.at_risk then ln(1e0 - a.events * 1e0 / nullif(a.at_risk, 0)) else 0e0 end as log_factor,
        case when a.events < a.at_risk then a.events * 1e0 / nullif(a.at_risk * 1e0 * (a.at_risk - a.events), 0e0) else 0e0 end as variance,
        case when a.events = a.at_risk then 1 else 0 end as all_done
    from product_limit_at_risk as a
),

-- Of the peers of each part (`peers_given`: part, value, its place from 1, peers). Between two peers a quantile lies as far as
-- its place does: each peer counts by how near it stands.
peer_quantiles_exact as (
    select
        r.part,
        q.share,
        sum(r.value * greatest(0e0, 1e0 - abs(r.place - 1e0 - 1e-2 * q.share * (r.peers - 1e0)))) as value
    from peers_given as r
    inner join peer_quantiles as q on r.peers >= q.fewest
    where r.peers >= 10
    group by r.part, q.share
),

peer_quantiles_scaled as (
    select
        e.*,
        power(10e0, 2e0 - floor(log10(nullif(abs(e.value), 0e0)))) as scale
    from peer_quantiles_exact as e
),

peer_quantiles_rounded as (
    select
        d.part,
        d.share,
        coalesce(round(d.value * d.scale) / nullif(d.scale, 0e0), 0e0) as value
    from peer_quantiles_scaled as d
),

peer_bands as (
    select
        r.part,
        max(case when r.share = 10 then r.value end) as p10,
        max(case when r.share = 20 then r.value end) as p20,
        max(case when r.share = 25 then r.value end) as p25,
        max(case when r.share = 30 then r.value end) as p30,
        max(case when r.share = 40 then r.value end) as p40,
        max(case when r.share = 50 then r.value end) as p50,
        max(case when r.share = 60 then r.value end) as p60,
        max(case when r.share = 70 then r.value end) as p70,
        max(case when r.share = 75 then r.value end) as p75,
        max(case when r.share = 80 then r.value end) as p80,
        max(case when r.share = 90 then r.value end) as p90
    from peer_quantiles_rounded as r
    group by r.part
),

-- The 95 % interval of shares, from `spread_given`: code, within_code (of a group in a group, else empty), the share p, its standard
-- error over m clusters, and Student's t. On the logit scale the interval keeps within 0 and 1. Where all clusters are alike and the
-- error says nothing, or where it is given as 0, the interval is Wilson's, with the clusters as the cases.
share_margins as (
    select
        v.code,
        v.within_code,
        v.error > 1e-6 as varied,
        ln(nullif(v.p, 0e0)) - ln(nullif(1e0 - v.p, 0e0)) as logit,
        v.t * v.error / nullif(v.p * (1e0 - v.p), 0e0) as margin,
        (v.m * v.p + 0.5e0 * v.t * v.t) / nullif(v.m + v.t * v.t, 0e0) as middle,
        v.t * sqrt(v.m * v.p * (1e0 - v.p) + 0.25e0 * v.t * v.t) / nullif(v.m + v.t * v.t, 0e0) as half
    from spread_given as v
),

share_intervals as (
    select
        m.code,
        m.within_code,
        case
            when m.varied then 1e0 / nullif(1e0 + exp(m.margin - m.logit), 0e0) else greatest(m.middle - m.half, 0e0)
        end as low,
        case
            when m.varied then 1e0 / nullif(1e0 + exp(-m.margin - m.logit), 0e0) else least(m.middle + m.half, 1e0)
        end as high
    from share_margins as m
    where m.middle is not null
)

-- For linters only.
select 1 as linted
