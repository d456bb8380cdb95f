-- One row per endline that begins before, or with, the baseline of the same engagement.
with
baselines as (
    select
        k.enterprise_id,
        k.kpi,
        k.engagement_id,
        min(k.period_start) as first_on
    from kpi_rows as k
    where k.phase = 'baseline'
    group by k.enterprise_id, k.kpi, k.engagement_id
)

select
    'endline_before_baseline' as rule,
    k.row_no,
    k.part,
    k.enterprise_id,
    null::varchar as iso3,
    k.period_start::varchar as value,
    b.first_on::varchar as expected
from kpi_rows as k
inner join
    baselines as b
    on k.enterprise_id = b.enterprise_id and k.kpi = b.kpi and coalesce(k.engagement_id, '') = coalesce(b.engagement_id, '')
where k.phase = 'endline' and k.period_start <= b.first_on
