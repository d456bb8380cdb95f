-- What did the projects in view promise and achieve together, of the targets that are due?
-- One row per indicator, and country (`by`). Targets of a whole project stand for it; only where there is none do those of its countries.
-- Of a country are its own targets, and those of projects that train in no other. Counts add up, shares are ratios of the sums of both
-- sides; a percentage without its base, a level, and what was sent in beside what can be counted are listed, not rolled up. `actual`
-- counts each unit once; `added` is the sum over projects. Both, and `target`, are of the projects with an actual; `target_all` of all.
-- kind: projects
-- filters: period, country, donor, project
-- measures: actual, added, progress by indicator in enterprises
-- keys: position, projects, with_actual, listed, target, target_all
-- parameters: margin = 15, by = programme, of_sex = all
-- cells: project
with
single as (
    select
        g.project_id,
        min(g.iso3) as iso3
    from engagements as g
    where g.project_id is not null
    group by g.project_id
    having count(distinct g.iso3) = 1
),

chosen as (
    select
        t.*,
        coalesce(t.iso3, s.iso3) as place,
        max(case when t.iso3 is null then 1 else 0 end) over (partition by t.project_id, t.indicator) = 1 as has_whole,
        max(case when t.iso3 is not null then 1 else 0 end) over (partition by t.project_id, t.indicator) = 1 as has_parts
    from targets_in_view as t
    left join single as s on t.project_id = s.project_id
    where t.is_current and t.due and t.module is null and t.sex = $of_sex
),

lines as (
    select
        c.*,
        case when $by = 'country' then c.place end as code,
        c.aggregation in ('distinct', 'distinct_ratio') as once,
        c.target_denominator is not null or c.cumulation <> 'not_summing' as adds,
        max(case when c.basis = 'counted' then 1 else 0 end) over (partition by c.indicator) = 1 as is_counted
    from chosen as c
    where
        ($by = 'country' and c.place is not null and (c.iso3 is not null or not c.has_parts))
        or ($by <> 'country' and (c.iso3 is null or not c.has_whole))
),

rolled as (
    select
        l.*,
        l.adds and (l.actual is null or l.basis = case when l.is_counted then 'counted' else 'reported' end) as is_in
    from lines as l
),

units as (
    select
        r.indicator,
        r.code,
        count(distinct f.unit_no) as units,
        count(distinct case when f.numerator > 0e0 then f.unit_no end) as positive_units,
        count(distinct case when f.denominator > 0e0 then f.unit_no end) as based_units,
        count(distinct f.enterprise_no) as enterprises
    from rolled as r
    inner join project_facts as f
        on
            r.project_id = f.project_id
            and r.indicator = f.indicator
            and r.from_on <= f.happened_on
            and r.until_on >= f.happened_on
            and (r.iso3 is null or r.iso3 = f.iso3)
            and (r.sex = 'all' or r.sex = f.sex)
    where r.is_in and r.basis = 'counted' and f.numerator is not null
    group by r.indicator, r.code
),

summed as (
    select
        r.indicator,
        r.code,
        max(r.level) as level,
        max(r.position) as position,
        max(r.unit) as unit,
        max(r.better) as better,
        max(r.aggregation) as aggregation,
        count(distinct r.project_id) as projects,
        count(distinct case when r.is_in and r.actual is not null then r.project_id end) as with_actual,
        count(distinct case when not r.is_in then r.project_id end) as listed,
        case when count(distinct r.project_id) = 1 then max(r.project_id) end as project_id,
        count(*) = 1 and max(case when r.whole then 1 else 0 end) = 1 as whole,
        max(case when r.is_in then r.basis end) as basis,
        max(case when r.once then 1 else 0 end) = 1 as once,
        max(case when r.target_denominator is not null then 1 else 0 end) = 1 as is_share,
        sum(case when r.is_in and r.actual is not null then r.target end) as target,
        sum(case when r.is_in then r.target end) as target_all,
        sum(case when r.is_in and r.actual is not null then r.target_numerator end) as target_numerator,
        sum(case when r.is_in and r.actual is not null then r.target_denominator end) as target_denominator,
        sum(case when r.is_in then r.target_numerator end) as all_numerator,
        sum(case when r.is_in then r.target_denominator end) as all_denominator,
        sum(case when r.is_in then r.actual end) as actual,
        sum(case when r.is_in then r.actual_numerator end) as actual_numerator,
        sum(case when r.is_in then r.actual_denominator end) as actual_denominator
    from rolled as r
    group by r.indicator, r.code
),

valued as (
    select
        s.*,
        coalesce(u.enterprises, 0) as enterprises,
        case when s.is_share then 100e0 * s.target_numerator / nullif(s.target_denominator, 0e0) else s.target end as promised,
        case when s.is_share then 100e0 * s.all_numerator / nullif(s.all_denominator, 0e0) else s.target_all end as promised_all,
        case
            when s.with_actual = 0 then null
            when s.is_share and s.once then 100e0 * u.positive_units / nullif(u.based_units, 0)
            when s.is_share then 100e0 * s.actual_numerator / nullif(s.actual_denominator, 0e0)
            when s.once and s.basis <> 'reported' then coalesce(u.units, 0)
            else s.actual
        end as achieved
    from summed as s
    left join units as u on s.indicator = u.indicator and coalesce(s.code, '') = coalesce(u.code, '')
)

select
    v.indicator,
    v.level,
    coalesce(v.position, 9999)::integer as position,
    v.code as iso3,
    c.name as country,
    v.project_id,
    v.unit,
    v.better,
    v.projects::bigint as projects,
    v.with_actual::bigint as with_actual,
    v.listed::bigint as listed,
    v.promised as target,
    v.promised_all as target_all,
    v.achieved as actual,
    case when not v.is_share and v.with_actual > 0 then v.actual end as added,
    100e0 * v.achieved / nullif(v.promised, 0e0) as progress,
    case
        when v.listed = v.projects then 'listed'
        when v.achieved is null then 'not_reporting'
        when v.promised = 0e0 and v.achieved = 0e0 then 'on_track'
        when v.promised <> 0e0 and abs(v.achieved - v.promised) <= abs(v.promised) * $margin * 1e-2 + 1e-9 then 'on_track'
        when (v.achieved > v.promised) = (v.better = 'higher') then 'ahead'
        else 'behind'
    end as status,
    coalesce(v.basis, 'none') as basis,
    v.enterprises::bigint as enterprises,
    v.whole
from valued as v
left join countries as c on v.code = c.iso3
order by position, v.indicator, country, v.code
