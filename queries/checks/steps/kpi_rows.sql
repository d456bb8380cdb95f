-- One row per observation of one KPI, with its value: the ratio, or the number itself; and the middle of its own series of
-- one enterprise and sex: the median, and how far its logarithm usually lies from it.
create or replace table kpi_rows as
with
valued as (
    select
        o.row_no,
        o.part,
        o.enterprise_id,
        o.engagement_id,
        o.phase,
        o.period_start,
        o.period_days,
        o.sex,
        o.numerator,
        o.denominator,
        o.numerator_unit,
        o.denominator_unit,
        o.currency,
        k.type,
        k.better,
        case when k.type = 'ratio' then o.numerator / nullif(o.denominator, 0e0) else o.numerator end as value
    from kpi_observations as o
    inner join kpis as k on o.kpi = k.kpi
    where o.kpi = $kpi
),

series as (
    select
        v.enterprise_id,
        v.sex,
        count(v.value) as values,
        median(v.value) as middle,
        sum(case when v.value is not null then v.numerator end) as above,
        sum(case when v.value is not null then v.denominator end) as below,
        median(case when v.value > 0e0 then ln(v.value) end) as log_middle
    from valued as v
    group by v.enterprise_id, v.sex
),

widths as (
    select
        v.enterprise_id,
        v.sex,
        1.4826e0 * median(abs(ln(v.value) - s.log_middle)) as width
    from valued as v
    inner join series as s on v.enterprise_id = s.enterprise_id and v.sex = s.sex
    where v.value > 0e0
    group by v.enterprise_id, v.sex
)

select
    v.*,
    s.values as of_series,
    s.middle,
    s.above,
    s.below,
    w.width
from valued as v
inner join series as s on v.enterprise_id = s.enterprise_id and v.sex = s.sex
left join widths as w on v.enterprise_id = w.enterprise_id and v.sex = w.sex
