-- Which KPIs changed for the better from baseline to endline, and in how many of the enterprises trained?
-- One row per KPI, in the catalogue's order; a KPI that nobody was asked for is listed with 0. Of the `n` enterprises with both
-- measurements, of `expected` whose endline is due, `improved` moved for the better by the KPI's minimal change or more (where
-- neither is better: rose), and `value` is their share in percent, with Wilson's 95 % interval; `worst` and `best` are that share
-- if none, or all, of the others expected had improved. `percent` is the median change in percent of the baseline, of the
-- `percents` whose baseline is above 0, where those are more than half. Before and after is not impact.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high shares about enterprises in n; worst, best bounds about enterprises in n; improved, same, worse parts about enterprises in n; percent quantiles about enterprises in percents
-- keys: position, reported, expected
with
counts as (
    select
        p.kpi,
        count(case when p.status = 'paired' then 1 end)::double as n,
        count(*)::double as expected,
        count(case when p.outcome = 'improved' then 1 end)::double as improved,
        count(case when p.outcome = 'same' then 1 end) as same,
        count(case when p.outcome = 'worse' then 1 end) as worse,
        median(p.percent) as percent,
        count(p.percent) as percents
    from pairs_in_view as p
    where p.trained and p.status not in ('not_due', 'not_asked')
    group by p.kpi
)

select
    k.kpi,
    k.title,
    k.type,
    k.unit,
    k.better,
    k.comparable,
    100e0 * c.improved / nullif(c.n, 0e0) as value,
    case
        when c.improved > 0e0
            then
                100e0 * (
                    (c.improved + 1.920729e0) / nullif(c.n + 3.841459e0, 0e0)
                    - 1.959964e0 * sqrt(c.improved * (c.n - c.improved) / nullif(c.n, 0e0) + 0.960365e0) / nullif(c.n + 3.841459e0, 0e0)
                )
        when c.n > 0e0 then 0e0
    end as low,
    case
        when c.improved < c.n
            then
                100e0 * (
                    (c.improved + 1.920729e0) / nullif(c.n + 3.841459e0, 0e0)
                    + 1.959964e0 * sqrt(c.improved * (c.n - c.improved) / nullif(c.n, 0e0) + 0.960365e0) / nullif(c.n + 3.841459e0, 0e0)
                )
        when c.n > 0e0 then 100e0
    end as high,
    case when c.n > 0e0 then 100e0 * c.improved / nullif(c.expected, 0e0) end as worst,
    case when c.n > 0e0 then 100e0 * (c.improved + c.expected - c.n) / nullif(c.expected, 0e0) end as best,
    coalesce(c.improved, 0e0)::bigint as improved,
    coalesce(c.same, 0)::bigint as same,
    coalesce(c.worse, 0)::bigint as worse,
    case when 2 * c.percents > c.n then c.percent end as percent,
    coalesce(c.percents, 0)::bigint as percents,
    coalesce(c.n, 0e0)::bigint as n,
    coalesce(c.n, 0e0)::bigint as reported,
    coalesce(c.expected, 0e0)::bigint as expected,
    case when c.n > 0e0 then 'shown' when c.expected > 0e0 then 'not_computable' else 'no_data' end as status,
    coalesce(c.n, 0e0) < 10e0 as small,
    k.position
from kpis as k
left join counts as c on k.kpi = c.kpi
order by k.position
