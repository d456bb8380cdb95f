-- One row per trainer and KPI: of the counts of 20 and more, how many end in 0 or 5. A number that an enterprise gives again is one.
with
numbers as (
    select
        k.kpi,
        k.enterprise_id,
        k.engagement_id,
        k.numerator,
        min(k.row_no) as row_no,
        min(k.part) as part
    from kpi_rows as k
    where k.type in ('ratio', 'count') and k.sex = 'all' and k.numerator >= 20e0 and k.numerator = floor(k.numerator)
    group by k.kpi, k.enterprise_id, k.engagement_id, k.numerator
)

select
    n.kpi,
    g.trainer_id,
    max(t.iso3) as iso3,
    min(n.row_no) as row_no,
    min(n.part) as part,
    count(*) as counts,
    sum(case when n.numerator % 5 = 0 then 1 else 0 end) as rounded
from numbers as n
inner join engagements as g on n.engagement_id = g.engagement_id
inner join trainers as t on g.trainer_id = t.trainer_id
group by n.kpi, g.trainer_id
