-- What is the value of every indicator, of all time: of the programme (an empty place), and of each country?
-- One row per indicator and place that has data.
select
    v.indicator,
    case when v.kind = 'period' then '' else c.iso3 end as place,
    v.value,
    v.enterprises
from values_by_part as v
left join countries as c on v.kind = 'country' and v.part_no = c.country_no
where (v.kind = 'period' and v.part_no = 1) or (v.kind = 'country' and c.iso3 is not null)
order by v.indicator, place
