-- What did projects promise, what was achieved, and is it on track against the target that is due?
-- One row per target of a project, country, module, sex and period, with its actual and status; and one per project and indicator
-- of the framework for which the project has no target. Within the margin (percent of the target) it is on track.
-- kind: projects
-- filters: period, country, donor, project
-- measures: actual, progress, actual_numerator, actual_denominator by indicator in enterprises
-- keys: position, baseline, target, target_numerator, target_denominator, n, reported, expected
-- parameters: margin = 15
-- cells: project
with
listed as (
    select
        t.project_id,
        t.indicator,
        t.level,
        t.position,
        t.iso3,
        t.module,
        t.sex,
        case
            when t.sex <> 'all' then 'sex'
            when t.module is not null then 'module'
            when t.iso3 is not null then 'country'
            else 'whole'
        end as part,
        t.starts_on,
        t.ends_on,
        t.due,
        t.is_current,
        t.cumulation,
        t.unit,
        t.better,
        t.baseline,
        t.target_numerator,
        t.target_denominator,
        t.without_base,
        t.target,
        t.actual,
        t.actual_numerator,
        t.actual_denominator,
        t.progress,
        t.status,
        t.basis,
        t.actual_on,
        t.n,
        t.reported,
        t.expected,
        t.enterprises,
        t.whole,
        t.has_evidence,
        t.evidence,
        t.note,
        t.sent_note
    from targets_in_view as t
),

framework as (
    select
        l.indicator,
        max(l.level) as level,
        max(l.position) as position,
        max(l.unit) as unit
    from listed as l
    group by l.indicator
),

-- Every project with a target, with every indicator that any of them has one for.
pairs as (
    select
        p.project_id,
        f.indicator,
        f.level,
        f.position,
        f.unit
    from projects_in_view as p
    cross join framework as f
    where p.project_id in (select l.project_id from listed as l)
)

select
    e.project_id,
    p.title,
    p.starts_on as project_starts_on,
    e.indicator,
    e.level,
    coalesce(e.position, 9999)::integer as position,
    l.iso3,
    c.name as country,
    l.module,
    coalesce(l.sex, 'all') as sex,
    coalesce(l.part, 'whole') as part,
    l.starts_on,
    l.ends_on,
    coalesce(l.due, false) as due,
    coalesce(l.is_current, true) as is_current,
    l.cumulation,
    coalesce(l.unit, e.unit) as unit,
    l.better,
    l.baseline,
    l.target_numerator,
    l.target_denominator,
    coalesce(l.without_base, false) as without_base,
    l.target,
    l.actual,
    l.actual_numerator,
    l.actual_denominator,
    l.progress,
    coalesce(l.status, 'no_target') as status,
    coalesce(l.basis, 'none') as basis,
    l.actual_on,
    l.n,
    l.reported,
    l.expected,
    l.enterprises,
    coalesce(l.whole, false) as whole,
    coalesce(l.has_evidence, false) as has_evidence,
    l.evidence,
    l.note,
    l.sent_note
from pairs as e
inner join projects as p on e.project_id = p.project_id
left join listed as l on e.project_id = l.project_id and e.indicator = l.indicator
left join countries as c on l.iso3 = c.iso3
order by p.starts_on, e.project_id, position, e.indicator, country, l.module, sex, l.starts_on, l.ends_on
