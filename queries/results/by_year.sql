-- How has an indicator moved from year to year?
-- One row per indicator and calendar year of the period in view, from the first year with data on; a year without data is listed.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, numerator, denominator by indicator in enterprises
-- cells: year
-- keys: year, n, reported, expected
-- parameters: indicators = []
with
by_year as (
    select
        v.indicator,
        v.part_no as year,
        v.value,
        v.numerator,
        v.denominator,
        v.n,
        v.reported,
        v.expected,
        v.enterprises
    from values_by_part as v
    where
        v.kind = 'year'
        and (len($indicators) = 0 or list_contains($indicators, v.indicator))
),

years as (
    select distinct y.year
    from calendar_spans as y
    where
        ($from_on::date is null or y.year >= year($from_on::date))
        and y.year < year($before_on::date - interval 1 day) + 1
)

select
    i.indicator,
    y.year,
    coalesce(v.value, case when v.expected is null and first.zero_from_on < make_date(y.year + 1, 1, 1) then 0e0 end) as value,
    v.numerator,
    v.denominator,
    coalesce(v.n, 0) as n,
    coalesce(v.reported, 0) as reported,
    coalesce(v.expected, 0) as expected,
    v.enterprises,
    make_date(y.year + 1, 1, 1) <= $before_on::date as complete,
    case
        when v.value is not null then 'shown'
        when v.expected is not null then 'not_computable'
        when first.zero_from_on < make_date(y.year + 1, 1, 1) then 'shown'
        else 'no_data'
    end as status,
    coalesce(v.n, 0) < i.minimum_n as small
from indicators as i
cross join years as y
inner join first_facts as first on i.indicator_no = first.indicator_no and y.year >= year(first.first_on)
left join by_year as v on i.indicator = v.indicator and y.year = v.year
where len($indicators) = 0 or list_contains($indicators, i.indicator)
order by i.indicator, y.year
