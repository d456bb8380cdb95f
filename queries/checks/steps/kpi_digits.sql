-- One row per trainer and KPI: of the counts of 20 and more, how many end in 0 or 5.
select
    k.kpi,
    g.trainer_id,
    max(t.iso3) as iso3,
    min(k.row_no) as row_no,
    min(k.part) as part,
    count(*) as counts,
    sum(case when k.numerator % 5 = 0 then 1 else 0 end) as rounded
from kpi_rows as k
inner join engagements as g on k.engagement_id = g.engagement_id
inner join trainers as t on g.trainer_id = t.trainer_id
where k.type in ('ratio', 'count') and k.sex = 'all' and k.numerator >= 20e0 and k.numerator = floor(k.numerator)
group by k.kpi, g.trainer_id
