-- Which endlines are due or overdue, at which enterprises, and which module asks for them?
-- One row per enterprise and KPI without an endline that is overdue or falls due within 90 days, of the enterprises with a workshop of the
-- trainer in view (of any trainer where none is chosen): the longest overdue first, at most 1,000 of `found`. The due day is the
-- baseline's day (the workshop's, where there was none) and the days that the KPI is given in the module. `days` are below zero
-- before it. Closed enterprises are left out; those whose last workshop was held more than two years ago (`old`) stand last.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: days, position, found
-- parameters: trainer = ''
with
looked_after as (
    select distinct g.enterprise_id
    from engagements_in_view as g
    where g.trained and ($trainer = '' or g.trainer_id = $trainer)
),

listed as (
    select
        d.*,
        e.name,
        e.iso3,
        a.days_since_workshop > 730 as old
    from kpi_due as d
    semi join looked_after as l on d.enterprise_id = l.enterprise_id
    inner join enterprises as e on d.enterprise_id = e.enterprise_id
    inner join enterprise_care as a on d.enterprise_id = a.enterprise_id
    where e.closed_on is null and d.days >= -90
)

select
    d.enterprise_id,
    d.name,
    d.iso3,
    c.name as country,
    d.kpi,
    k.title,
    d.module,
    m.title as module_title,
    d.trainer_id,
    d.due_on,
    d.days,
    d.state,
    d.baseline,
    d.old,
    k.position,
    (count(*) over ())::bigint as found
from listed as d
inner join kpis as k on d.kpi = k.kpi
left join module_lines as m on d.module = m.module
left join countries as c on d.iso3 = c.iso3
order by d.old, d.days desc, d.enterprise_id, k.position
limit 1000
