-- One row per enterprise and KPI whose endline was not reported: since when it is due, or on which day it will be.
-- `module` and `trainer_id` are those of the engagement that asks for it first; `days` count from the due day to the as-of day, and are
-- below zero before it. `baseline` says whether any value of a baseline was reported.
with
asks as (
    select
        g.enterprise_id,
        x.kpi,
        g.module,
        g.trainer_id
    from snapshot.base.engagements as g
    inner join kpi_expectations as x on g.module = x.module
    where g.trained
    qualify
        row_number() over (
            partition by g.enterprise_id, x.kpi
            order by (coalesce(g.baseline_on, g.counted_on) + x.due_days::integer)::date, g.counted_on, g.engagement_id
        ) = 1
),

baselines as (
    select distinct
        v.enterprise_id,
        v.kpi
    from snapshot.base.kpi_values as v
    where v.phase = 'baseline' and v.value is not null
)

select
    p.enterprise_id,
    p.kpi,
    a.module,
    a.trainer_id,
    p.due_on,
    ($as_of::date - p.due_on)::integer as days,
    case when p.status = 'silent' then 'overdue' else 'to_come' end as state,
    b.enterprise_id is not null as baseline
from snapshot.base.kpi_pairs as p
left join asks as a on p.enterprise_id = a.enterprise_id and p.kpi = a.kpi
left join baselines as b on p.enterprise_id = b.enterprise_id and p.kpi = b.kpi
where p.status in ('silent', 'not_due') and p.due_on is not null
order by p.enterprise_id, p.kpi
