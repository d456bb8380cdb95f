-- Did the enterprise's KPIs change from baseline to endline, and by more than their own noise?
-- One row per KPI that the enterprise of `enterprise` reported or was asked for. Baseline and endline are ratios of sums over their rounds
-- (means of scores and amounts); amounts are in local currency, their change also in US dollars. `percent` is of the baseline, where
-- that is above 0. The control chart (XmR) rests on the values shown of the baseline that begin before the first workshop of a
-- module that asks for the KPI: centre, and limits 2.66 mean moving ranges from it, from 8 points on. Signals are, among the values shown
-- that begin on the workshop's day or later: `beyond` the limits; `run`, the longest on one side of the centre, from 8; `near`,
-- the most of 4 in a row closer to one limit than to the centre, from 3. `verdict`: more_than_noise, within_noise,
-- too_few_points, no_later_points, no_workshop, flat (a baseline that never varies) or copied (the first answers repeated).
-- kind: rows
-- filters: none
-- measures: none
-- keys: position, minimal_change, baseline, baseline_periods, endline, endline_periods, change, change_usd, percent, points, later, centre, lower, upper, beyond, run, near, shift
-- parameters: enterprise = ''
select
    p.kpi,
    k.title,
    k.type,
    k.unit,
    k.better,
    k.comparable,
    k.amount,
    k.minimal_change,
    p.unit_above,
    p.unit_below,
    case when k.amount then p.unit_above end as currency,
    p.status,
    p.due_on,
    p.baseline,
    p.baseline_from_on,
    p.baseline_to_on,
    p.baseline_periods,
    p.endline,
    p.endline_from_on,
    p.endline_to_on,
    p.endline_periods,
    case when p.status = 'paired' then p.endline - p.baseline end as change,
    case when k.amount then p.change end as change_usd,
    p.percent,
    p.outcome,
    p.zero_to_zero,
    p.other_season,
    p.late_baseline,
    c.trained_on,
    c.points::bigint as points,
    c.later::bigint as later,
    case when c.limited then c.centre end as centre,
    case when c.limited then greatest(0e0, c.centre - 2.66e0 * c.moved) end as lower,
    case when c.limited then c.centre + 2.66e0 * c.moved end as upper,
    c.beyond::bigint as beyond,
    c.run::bigint as run,
    c.near::bigint as near,
    c.shift,
    c.verdict,
    k.position
from kpi_pairs as p
inner join kpi_control as c on p.enterprise_id = c.enterprise_id and p.kpi = c.kpi
inner join kpis as k on p.kpi = k.kpi
where p.enterprise_id = $enterprise
order by k.position
