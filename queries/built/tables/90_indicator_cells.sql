-- One row per indicator, span and all that the shared filters ask for: the facts of some indicators, rolled up.
-- Grain `sums` adds up an enterprise's rows; `units` keeps each unit that must be counted once, and `lone` those that have one
-- row only, which can be counted without looking for others; `latest` keeps each unit's last value.
-- All periods begin and end on 1 January or on the as-of day of a year: a fact is put on the first day of such a span.
-- Indicators, units and countries become small numbers here: grouping by them is several times faster than by words.
with
funding as (
    select
        project_id,
        list(donor_id) as donors
    from project_donors
    group by project_id
),

facts as (
    select
        i.indicator_no,
        f.iso3,
        f.project_id,
        f.module,
        f.sex,
        f.happened_on,
        case
            when strftime(f.happened_on, '%m%d') <= strftime($as_of, '%m%d') then make_date(year(f.happened_on), 1, 1)
            else make_date(year(f.happened_on), month($as_of), 1) + interval 1 day * day($as_of)
        end::date as span_on,
        dense_rank() over (partition by f.indicator order by f.unit_id)::integer as unit_no,
        f.numerator,
        f.denominator,
        c.region,
        c.country_no,
        p.donors,
        e.sector,
        e.size,
        e.women_led,
        e.enterprise_no,
        i.aggregation,
        i.last_12_months,
        i.is_result,
        i.honours_donor,
        i.honours_module,
        i.honours_sector
    from indicator_facts as f
    inner join indicators as i on f.indicator = i.indicator
    left join snapshot.base.enterprises as e on f.enterprise_id = e.enterprise_id
    left join countries as c on f.iso3 = c.iso3
    left join funding as p on f.project_id = p.project_id
    where list_contains($indicators, f.indicator)
),

sums as (
    select
        'sums' as grain,
        indicator_no,
        null::integer as unit_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        null::varchar as sex,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector,
        count(*)::integer as expected,
        count(numerator)::integer as reported,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        min(case when numerator is not null then happened_on end) as first_on,
        max(case when numerator is not null then happened_on end) as last_on
    from facts
    group by
        indicator_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector
),

units as (
    select
        case when count(*) over (partition by indicator_no, unit_no) = 1 then 'lone' else 'units' end as grain,
        indicator_no,
        unit_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        sex,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector,
        max(case when numerator > 0e0 then 1 else 0 end)::tinyint as positive,
        max(case when denominator > 0e0 then 1 else 0 end)::tinyint as based
    from facts
    where numerator is not null and aggregation in ('distinct', 'distinct_ratio', 'per_unit')
    group by
        indicator_no,
        unit_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        sex,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector
),

latest as (
    select
        'latest' as grain,
        indicator_no,
        unit_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        sex,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector,
        max_by(numerator, happened_on) as numerator,
        max(happened_on) as last_on
    from facts
    where numerator is not null and aggregation = 'latest'
    group by
        indicator_no,
        unit_no,
        iso3,
        region,
        country_no,
        enterprise_no,
        sector,
        size,
        women_led,
        project_id,
        donors,
        module,
        sex,
        span_on,
        last_12_months,
        is_result,
        honours_donor,
        honours_module,
        honours_sector
)

select * from sums
union all by name
select * from units
union all by name
select * from latest
order by grain, indicator_no, span_on, iso3, enterprise_no, unit_no, module
