-- One row per fact of some indicators that its project has a target for: what targets are compared with.
-- A fact without a numerator was expected and not reported. `unit_no` is the same for the same unit of an indicator in every project.
with
targeted as (
    select distinct
        t.project_id,
        t.indicator
    from targets as t
)

select
    f.indicator,
    f.project_id,
    f.iso3,
    f.module,
    f.sex,
    f.happened_on,
    e.enterprise_no,
    dense_rank() over (partition by f.indicator order by f.unit_id)::integer as unit_no,
    f.numerator,
    f.denominator
from indicator_facts as f
inner join targeted as t on f.project_id = t.project_id and f.indicator = t.indicator
left join snapshot.base.enterprises as e on f.enterprise_id = e.enterprise_id
where list_contains($indicators, f.indicator)
order by f.project_id, f.happened_on, f.iso3, e.enterprise_no, unit_no, f.module, f.sex
