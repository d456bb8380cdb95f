-- One row per enterprise and KPI whose change is known and of which one direction is better.
-- `place` says how it changed beside all other enterprises with that KPI that consent to be compared: the share of them, in percent,
-- whose change was less good, where ties count half. With fewer than ten of them there is none. Changes are compared in the
-- KPI's unit (amounts in US dollars), or in percent of the baseline where units differ.
with
changes as (
    select
        p.kpi,
        p.enterprise_id,
        p.outcome,
        case when p.consents then 1e0 else 0e0 end as consents,
        round(case when k.comparable then p.better else p.better_percent end, 9) as better
    from snapshot.base.kpi_pairs as p
    inner join snapshot.base.kpis as k on p.kpi = k.kpi
    where p.status = 'paired' and k.sign <> 0
),

counted as (
    select
        c.*,
        sum(c.consents) over (partition by c.kpi) - c.consents as peers,
        sum(c.consents) over (partition by c.kpi order by c.better range between unbounded preceding and current row) as up_to,
        sum(c.consents) over (partition by c.kpi, c.better) as ties
    from changes as c
    where c.better is not null
)

select
    c.kpi,
    c.enterprise_id,
    c.outcome,
    c.peers::integer as peers,
    case
        when c.peers >= 10e0 then 100e0 * (c.up_to - c.ties + 0.5e0 * (c.ties - c.consents)) / nullif(c.peers, 0e0)
    end as place
from counted as c
order by c.kpi, c.enterprise_id
