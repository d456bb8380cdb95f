-- Did a KPI change for the better from baseline to endline: in how many enterprises, and by how much?
-- One row per group of `by`; `trained` compares all, the trained and those never trained, and other groups hold the trained only.
-- `n` enterprises have both measurements, of `expected` whose endline is due. Of them `improved` moved for the better by the
-- KPI's minimal change or more (where neither is better: rose), and `value` is their share in percent, with Wilson's 95 % interval.
-- `worst` and `best` are that share if none, or all, of the others expected had improved. The median change, of `changes` pairs
-- (in percent: of `percents`, whose baseline is above 0), has the exact 95 % interval of ranks, from six pairs on, and the bounds
-- that the others leave open: at the worst, at the best, and `unchanged`, had nothing moved in them; there are no bounds where
-- half are missing. `difference` is what the trained changed beyond those never trained (medians, from ten of each, interval by
-- recovered variances). `pooled` are ratios of sums; from ten pairs on, `pooled_change` is what their ratio changed in percent,
-- with an interval over enterprises; `largest_share` is the part, in percent, that one enterprise makes up of one of the four sums at
-- most. Modules and numbers of modules are chosen by enterprises: differences between them are
-- association. Before and after is not impact.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, low, high shares about enterprises in n; worst, best bounds about enterprises in n; improved, same, worse, zero_to_zero, other_season, late_baseline parts about enterprises in n; pooled_baseline, pooled_endline, pooled_change, pooled_low, pooled_high, largest_share results about enterprises in n; baseline, endline, change, change_low, change_high, change_worst, change_best, change_unchanged, difference, difference_low, difference_high quantiles about enterprises in changes; percent, percent_low, percent_high, percent_worst, percent_best, percent_unchanged quantiles about enterprises in percents
-- keys: position, reported, expected, silent, not_due, copied, units_differ, no_baseline, not_computable
-- parameters: kpi = 'defect_rate', by = 'trained' of trained|total|country|sector|size|year|dose|women_led|module
with
asked as (
    select p.*
    from pairs_in_view as p
    where p.kpi = $kpi
),

-- Those never trained have no day on which an endline is due: in a period stand all that there were. They belong to no module
-- and to no project.
untrained as (
    select e.enterprise_id
    from enterprises_in_view as e
    anti join engagements as g on e.enterprise_id = g.enterprise_id and g.trained
    where
        len($module) = 0 and len($project) = 0 and len($donor) = 0
        and e.joined_on < $before_on::date
        and ($from_on::date is null or e.closed_on is null or e.closed_on >= $from_on::date)
),

members as (
    select
        a.enterprise_id,
        'all' as code
    from asked as a
    where $by = 'trained' or ($by = 'total' and a.trained)

    union all

    select
        a.enterprise_id,
        case
            when $by = 'trained' then case when a.trained then 'trained' else 'comparison' end
            when $by = 'country' then a.iso3
            when $by = 'sector' then a.sector
            when $by = 'size' then a.size
            when $by = 'year' then year(a.counted_on)::varchar
            when $by = 'dose' then case when a.engagements >= 4 then '4' else a.engagements::varchar end
        end as code
    from asked as a
    where $by = 'trained' or ($by in ('country', 'sector', 'size', 'year', 'dose') and a.trained)

    union all

    select
        e.enterprise_id,
        case when e.women_led then 'yes' when not e.women_led then 'no' else 'unknown' end as code
    from enterprises_in_view as e
    where $by = 'women_led'

    union all

    select distinct
        g.enterprise_id,
        g.module as code
    from engagements as g
    left join projects_in_view as q on g.project_id = q.project_id
    where
        $by = 'module'
        and g.trained
        and (len($module) = 0 or list_contains($module, g.module))
        and (q.project_id is not null or (len($project) = 0 and len($donor) = 0))
),

grouped as (
    select
        m.code,
        a.*
    from members as m
    inner join asked as a on m.enterprise_id = a.enterprise_id
    where $by = 'trained' or a.trained
),

counts as (
    select
        g.code,
        count(case when g.status = 'paired' then 1 end)::double as n,
        count(case when g.trained and g.status not in ('not_due', 'not_asked') then 1 end)::double as trained_expected,
        count(case when g.outcome = 'improved' then 1 end)::double as improved,
        count(case when g.outcome = 'same' then 1 end) as same,
        count(case when g.outcome = 'worse' then 1 end) as worse,
        count(case when g.zero_to_zero then 1 end) as zero_to_zero,
        count(case when g.other_season then 1 end) as other_season,
        count(case when g.late_baseline then 1 end) as late_baseline,
        count(case when g.status = 'silent' then 1 end) as silent,
        count(case when g.status = 'not_due' then 1 end) as not_due,
        count(case when g.status = 'copied' then 1 end) as copied,
        count(case when g.status = 'units_differ' then 1 end) as units_differ,
        count(case when g.status = 'no_baseline' then 1 end) as no_baseline,
        count(case when g.status = 'not_computable' then 1 end) as not_computable,
        max(k.sign) as sign
    from grouped as g
    inner join kpis as k on g.kpi = k.kpi
    group by g.code
),

-- Levels are told only where all have one unit, and of the pairs whose change is known: money in US dollars.
levels as (
    select
        g.code,
        median(case when k.amount then g.baseline_usd else g.baseline end) as baseline,
        median(case when k.amount then g.endline_usd else g.endline end) as endline,
        count(*)::double as cases,
        sum(g.baseline_numerator) as above_before,
        sum(g.baseline_denominator) as below_before,
        sum(g.endline_numerator) as above_after,
        sum(g.endline_denominator) as below_after,
        greatest(
            max(abs(g.baseline_numerator)) / nullif(sum(abs(g.baseline_numerator)), 0e0),
            max(abs(g.baseline_denominator)) / nullif(sum(abs(g.baseline_denominator)), 0e0),
            max(abs(g.endline_numerator)) / nullif(sum(abs(g.endline_numerator)), 0e0),
            max(abs(g.endline_denominator)) / nullif(sum(abs(g.endline_denominator)), 0e0)
        ) as largest
    from grouped as g
    inner join kpis as k on g.kpi = k.kpi
    where g.change is not null
    group by g.code
),

-- The error of the logarithm of the ratio after to the ratio before, over enterprises, which are alike in nothing: linearised.
pooled as (
    select
        l.code,
        sqrt(max(l.cases) / nullif(max(l.cases) - 1e0, 0e0) * sum(power(
            g.endline_numerator / nullif(l.above_after, 0e0) - g.endline_denominator / nullif(l.below_after, 0e0)
            - g.baseline_numerator / nullif(l.above_before, 0e0) + g.baseline_denominator / nullif(l.below_before, 0e0),
            2
        ))) * max(t.t) as margin
    from levels as l
    inner join grouped as g on l.code = g.code and g.change is not null
    inner join student_t as t on t.degrees = least(l.cases - 1e0, 2000e0)
    where l.cases >= 10e0 and l.above_before > 0e0 and l.above_after > 0e0
    group by l.code
),

ratios as (
    select
        l.code,
        l.above_before / nullif(l.below_before, 0e0) as before,
        l.above_after / nullif(l.below_after, 0e0) as after,
        100e0 * (exp(p.margin) - 1e0) as margin_up,
        100e0 * (1e0 - exp(-p.margin)) as margin_down,
        (l.above_after / nullif(l.below_after, 0e0)) / nullif(l.above_before / nullif(l.below_before, 0e0), 0e0) as times
    from levels as l
    left join pooled as p on l.code = p.code
),

all_untrained as (
    select count(*)::double as enterprises
    from untrained
),

-- Those never trained are not asked for a report: all of them stand beside the ones that gave one.
expected as (
    select
        c.code,
        c.trained_expected + case when $by = 'trained' and c.code <> 'trained' then u.enterprises else 0e0 end as expected
    from counts as c
    cross join all_untrained as u
),

moved as (
    select
        g.code,
        'change' as measure,
        g.change as value
    from grouped as g
    where g.change is not null

    union all

    select
        g.code,
        'percent' as measure,
        g.percent as value
    from grouped as g
    where g.percent is not null
),

ranked as (
    select
        v.code,
        v.measure,
        v.value,
        row_number() over (partition by v.code, v.measure order by v.value) as place,
        count(*) over (partition by v.code, v.measure) as cases
    from moved as v
),

-- `other` counts those expected of whom no change is known; at the worst, or at the best, all of them lie beyond the others.
placed as (
    select
        r.*,
        coalesce(k.rank, case when r.cases > 2000 then floor(0.5e0 * r.cases + 0.5e0 - 0.98e0 * sqrt(r.cases)) end) as rank,
        case when c.sign < 0 then r.cases + 1 - r.place else r.place end as better_place,
        r.place + case when r.value >= 0e0 then e.expected - r.cases else 0e0 end as place_unchanged,
        e.expected - r.cases as other,
        0.5e0 * (e.expected + 1e0) as middle
    from ranked as r
    inner join counts as c on r.code = c.code
    inner join expected as e on r.code = e.code
    left join median_ranks as k on r.cases = k.n
),

medians as (
    select
        p.code,
        p.measure,
        max(p.cases) as cases,
        median(p.value) as middle,
        max(case when p.place = p.rank then p.value end) as low,
        max(case when p.place = p.cases + 1 - p.rank then p.value end) as high,
        case
            when max(floor(p.middle) - p.other) >= 1e0
                then avg(case when p.better_place in (floor(p.middle) - p.other, ceil(p.middle) - p.other) then p.value end)
        end as worst,
        case
            when max(ceil(p.middle) - p.cases) <= 0e0
                then avg(case when p.better_place in (floor(p.middle), ceil(p.middle)) then p.value end)
        end as best,
        -- The others at no change stand between what fell and what did not: where the middle is one of them, it is 0.
        0.5e0 * (
            sum(case when p.place_unchanged = floor(p.middle) then p.value else 0e0 end)
            + sum(case when p.place_unchanged = ceil(p.middle) then p.value else 0e0 end)
        ) as unchanged
    from placed as p
    group by p.code, p.measure
),

-- The trained against those never trained, from ten of each: in the KPI's unit, or in percent where units differ.
differences as (
    select
        t.middle - u.middle as difference,
        t.middle - u.middle - sqrt(power(t.middle - t.low, 2) + power(u.high - u.middle, 2)) as low,
        t.middle - u.middle + sqrt(power(t.high - t.middle, 2) + power(u.middle - u.low, 2)) as high
    from medians as t
    inner join medians as u on t.measure = u.measure and u.code = 'comparison'
    inner join kpis as k on k.kpi = $kpi
    where t.code = 'trained' and t.cases >= 10 and u.cases >= 10 and t.measure = case when k.comparable then 'change' else 'percent' end
)

select
    b.code,
    b.title,
    k.kpi,
    k.title as kpi_title,
    k.type,
    k.unit,
    k.better,
    k.comparable,
    k.amount,
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
    case when c.n > 0e0 then 100e0 * c.improved / nullif(e.expected, 0e0) end as worst,
    case when c.n > 0e0 then 100e0 * (c.improved + e.expected - c.n) / nullif(e.expected, 0e0) end as best,
    coalesce(c.improved, 0e0)::bigint as improved,
    coalesce(c.same, 0)::bigint as same,
    coalesce(c.worse, 0)::bigint as worse,
    coalesce(c.zero_to_zero, 0)::bigint as zero_to_zero,
    l.baseline,
    l.endline,
    r.before as pooled_baseline,
    r.after as pooled_endline,
    100e0 * (r.times - 1e0) as pooled_change,
    100e0 * (r.times - 1e0) - r.times * r.margin_down as pooled_low,
    100e0 * (r.times - 1e0) + r.times * r.margin_up as pooled_high,
    100e0 * l.largest as largest_share,
    m.middle as change,
    m.low as change_low,
    m.high as change_high,
    m.worst as change_worst,
    m.best as change_best,
    m.unchanged as change_unchanged,
    q.middle as percent,
    q.low as percent_low,
    q.high as percent_high,
    q.worst as percent_worst,
    q.best as percent_best,
    q.unchanged as percent_unchanged,
    case when b.code = 'trained' then d.difference end as difference,
    case when b.code = 'trained' then d.low end as difference_low,
    case when b.code = 'trained' then d.high end as difference_high,
    coalesce(c.other_season, 0)::bigint as other_season,
    coalesce(c.late_baseline, 0)::bigint as late_baseline,
    coalesce(c.n, 0e0)::bigint as n,
    coalesce(m.cases, 0)::bigint as changes,
    coalesce(q.cases, 0)::bigint as percents,
    coalesce(c.n, 0e0)::bigint as reported,
    coalesce(e.expected, 0e0)::bigint as expected,
    coalesce(c.silent, 0)::bigint as silent,
    coalesce(c.not_due, 0)::bigint as not_due,
    coalesce(c.copied, 0)::bigint as copied,
    coalesce(c.units_differ, 0)::bigint as units_differ,
    coalesce(c.no_baseline, 0)::bigint as no_baseline,
    coalesce(c.not_computable, 0)::bigint as not_computable,
    case when c.n > 0e0 then 'shown' when e.expected > 0e0 then 'not_computable' else 'no_data' end as status,
    coalesce(c.n, 0e0) < 10e0 as small,
    b.position
from breakdowns as b
inner join kpis as k on k.kpi = $kpi
left join counts as c on b.code = c.code
left join expected as e on b.code = e.code
left join levels as l on b.code = l.code
left join ratios as r on b.code = r.code
left join medians as m on b.code = m.code and m.measure = 'change'
left join medians as q on b.code = q.code and q.measure = 'percent'
left join differences as d on true
where
    b.dimension = $by
    and (select count(*) from asked) > 0
    and (c.code is not null or not b.optional)
    and (b.dimension <> 'module' or b.optional or len($module) = 0 or list_contains($module, b.code))
    and (b.dimension <> 'sector' or b.optional or len($sector) = 0 or list_contains($sector, b.code))
    and (b.dimension <> 'country' or b.optional or b.code in (select v.iso3 from countries_in_view as v))
order by b.position, b.code
