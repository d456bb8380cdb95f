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

without_target as (
    select
        p.project_id,
        f.indicator,
        f.level,
        f.position,
        f.unit
    from projects_in_view as p
    cross join framework as f
    where
        p.project_id in (select l.project_id from listed as l)
        and not exists (
            select 1 as found from listed as l
            where p.project_id = l.project_id and f.indicator = l.indicator
        )
),

every_line as (
    select l.* from listed as l

    union all by name

    select
        w.project_id,
        w.indicator,
        w.level,
        w.position,
        w.unit,
        'all' as sex,
        'whole' as part,
        false as due,
        true as is_current,
        'no_target' as status,
        'none' as basis,
        false as whole,
        false as has_evidence,
        false as without_base
    from without_target as w
)

select
    e.project_id,
    p.title,
    p.starts_on as project_starts_on,
    e.indicator,
    e.level,
    coalesce(e.position, 9999)::integer as position,
    e.iso3,
    c.name as country,
    e.module,
    e.sex,
    e.part,
    e.starts_on,
    e.ends_on,
    e.due,
    e.is_current,
    e.cumulation,
    e.unit,
    e.better,
    e.baseline,
    e.target_numerator,
    e.target_denominator,
    e.without_base,
    e.target,
    e.actual,
    e.actual_numerator,
    e.actual_denominator,
    e.progress,
    e.status,
    e.basis,
    e.actual_on,
    e.n,
    e.reported,
    e.expected,
    e.enterprises,
    e.whole,
    e.has_evidence,
    e.evidence,
    e.note,
    e.sent_note
from every_line as e
inner join projects as p on e.project_id = p.project_id
left join countries as c on e.iso3 = c.iso3
order by p.starts_on, e.project_id, position, e.indicator, country, e.module, e.sex, e.starts_on, e.ends_on
