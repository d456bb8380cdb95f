-- What has the programme done, and how does the latest period compare with the one before?
-- One row per indicator, in the catalogue's order: its value in the period in view, in the latest period and in the one before it.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, numerator, denominator by indicator in enterprises; latest by indicator in latest_enterprises; previous by indicator in previous_enterprises
-- cells: period
-- keys: position, n, latest_n, previous_n, reported, expected
with
periods as (
    select
        v.indicator,
        max(case when v.part_no = 1 then v.value end) as value,
        max(case when v.part_no = 1 then v.numerator end) as numerator,
        max(case when v.part_no = 1 then v.denominator end) as denominator,
        max(case when v.part_no = 1 then v.n end) as n,
        max(case when v.part_no = 1 then v.reported end) as reported,
        max(case when v.part_no = 1 then v.expected end) as expected,
        max(case when v.part_no = 1 then v.enterprises end) as enterprises,
        max(case when v.part_no = 1 then v.last_on end) as last_on,
        max(case when v.part_no = 2 then v.value end) as latest,
        max(case when v.part_no = 2 then v.n end) as latest_n,
        max(case when v.part_no = 2 then v.expected end) as latest_expected,
        max(case when v.part_no = 2 then v.enterprises end) as latest_enterprises,
        max(case when v.part_no = 3 then v.value end) as previous,
        max(case when v.part_no = 3 then v.n end) as previous_n,
        max(case when v.part_no = 3 then v.expected end) as previous_expected,
        max(case when v.part_no = 3 then v.enterprises end) as previous_enterprises
    from values_by_part as v
    where v.kind = 'period'
    group by v.indicator
)

select
    i.indicator,
    coalesce(v.value, case when v.expected is null and first.zero_from_on < $before_on::date then 0e0 end) as value,
    v.numerator,
    v.denominator,
    coalesce(v.n, 0) as n,
    coalesce(v.reported, 0) as reported,
    coalesce(v.expected, 0) as expected,
    v.enterprises,
    v.last_on,
    coalesce(v.latest, case when v.latest_expected is null and first.zero_from_on < $latest_before_on::date then 0e0 end) as latest,
    coalesce(v.latest_n, 0) as latest_n,
    v.latest_enterprises,
    coalesce(v.previous, case when v.previous_expected is null and first.zero_from_on < $previous_before_on::date then 0e0 end) as previous,
    coalesce(v.previous_n, 0) as previous_n,
    v.previous_enterprises,
    i.position,
    case
        when v.value is not null then 'shown'
        when v.expected is not null then 'not_computable'
        when first.zero_from_on < $before_on::date then 'shown'
        else 'no_data'
    end as status,
    coalesce(v.n, 0) < i.minimum_n as small
from indicators as i
left join periods as v on i.indicator = v.indicator
left join first_facts as first on i.indicator_no = first.indicator_no
order by i.position, i.indicator
