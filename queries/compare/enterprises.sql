-- What each enterprise adds to each indicator: two states of an export differ for an enterprise where these do.
-- One row per indicator, country and enterprise.
select
    i.indicator,
    f.iso3,
    e.enterprise_id,
    sum(f.expected)::bigint as expected,
    sum(f.reported)::bigint as reported,
    round(sum(f.numerator), 9) as numerator,
    round(sum(f.denominator), 9) as denominator
from indicator_cells as f
inner join indicators as i on f.indicator_no = i.indicator_no
inner join enterprises as e on f.enterprise_no = e.enterprise_no
where f.grain = 'sums' and f.is_result
group by i.indicator, f.iso3, e.enterprise_id
order by i.indicator, f.iso3, e.enterprise_id
