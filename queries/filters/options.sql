-- What may the shared filters be set to?
-- One row per filter and value, in the order in which they are listed.
-- kind: aggregate
-- filters: none
-- measures: none
-- keys: position
with
countries_known as (
    select
        c.iso3,
        c.name,
        c.region
    from countries as c
    where
        c.iso3 in (select e.iso3 from enterprises as e)
        or c.iso3 in (select s.iso3 from sessions as s)
        or c.iso3 in (select t.iso3 from trainers as t)
),

options as (
    select
        'region' as filter,
        region as code,
        region as label,
        0 as position
    from countries_known
    group by region

    union all

    select
        'country' as filter,
        iso3 as code,
        name as label,
        0 as position
    from countries_known

    union all

    select
        'donor' as filter,
        donor_id as code,
        name as label,
        0 as position
    from donors

    union all

    select
        'project' as filter,
        project_id as code,
        title as label,
        0 as position
    from projects

    union all

    select
        'module' as filter,
        m.module as code,
        m.title as label,
        m.position
    from module_lines as m

    union all

    select
        'sector' as filter,
        sector as code,
        title as label,
        0 as position
    from sectors
    where sector in (select e.sector from enterprises as e)
)

select
    filter,
    code,
    label,
    position
from options
order by filter, position, label, code
