-- One row per enterprise whose middle value at endline is more than twenty times that at baseline, or less than a twentieth.
with
phases as (
    select
        k.enterprise_id,
        k.kpi,
        median(case when k.phase = 'baseline' then k.value end) as baseline,
        median(case when k.phase = 'endline' then k.value end) as endline,
        sum(k.numerator) as events
    from kpi_rows as k
    where
        k.sex = 'all' and k.phase in ('baseline', 'endline')
        and k.series in (
            select s.series from kpi_series as s
            where s.highest > 20e0 * s.lowest
        )
    group by k.enterprise_id, k.kpi
),

changed as (
    select p.*
    from phases as p
    where p.baseline > 0e0 and p.endline > 0e0 and p.events >= 100e0 and abs(log10(p.endline / nullif(p.baseline, 0e0))) > log10(20e0)
),

first_rows as (
    select
        k.enterprise_id,
        k.kpi,
        k.row_no,
        k.part
    from kpi_rows as k
    where k.phase = 'endline' and k.sex = 'all' and k.value is not null
    qualify row_number() over (partition by k.enterprise_id, k.kpi order by k.period_start, k.part, k.row_no) = 1
)

select
    'impossible_change' as rule,
    f.row_no,
    f.part,
    c.enterprise_id,
    null::varchar as iso3,
    round(c.endline, 4)::varchar as value,
    round(c.baseline, 4)::varchar as expected
from changed as c
inner join first_rows as f on c.enterprise_id = f.enterprise_id and c.kpi = f.kpi
