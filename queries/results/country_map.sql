-- How does one indicator differ between countries?
-- One row per country with enterprises, trainers or partners in the export; a country without data for the indicator is listed.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, numerator, denominator by indicator in enterprises
-- cells: country
-- keys: n, reported, expected
-- parameters: indicator = enterprises_trained
with
by_country as (
    select
        v.part_no as country_no,
        v.value,
        v.numerator,
        v.denominator,
        v.n,
        v.reported,
        v.expected,
        v.enterprises,
        v.last_on
    from values_by_part as v
    where v.kind = 'country' and v.indicator = $indicator
),

present as (
    select e.iso3 from enterprises as e
    union
    select t.iso3 from trainers as t
    union
    select p.iso3 from partners as p
    union
    select k.iso3
    from countries as k
    semi join by_country as b on k.country_no = b.country_no
)

select
    c.iso3,
    c.name as country,
    c.region,
    i.indicator,
    coalesce(v.value, case when v.expected is null and first.zero_from_on < $before_on::date then 0e0 end) as value,
    v.numerator,
    v.denominator,
    coalesce(v.n, 0) as n,
    coalesce(v.reported, 0) as reported,
    coalesce(v.expected, 0) as expected,
    v.enterprises,
    v.last_on,
    case
        when v.value is not null then 'shown'
        when v.expected is not null then 'not_computable'
        when first.zero_from_on < $before_on::date then 'shown'
        else 'no_data'
    end as status,
    coalesce(v.n, 0) < i.minimum_n as small
from countries as c
inner join present as p on c.iso3 = p.iso3
inner join indicators as i on i.indicator = $indicator
left join by_country as v on c.country_no = v.country_no
left join first_facts_by_country as first on c.country_no = first.country_no and i.indicator_no = first.indicator_no
where len($country) = 0 or c.iso3 in (select k.iso3 from countries_in_view as k)
order by c.name, c.iso3
