-- Which sessions come next, and which were planned and never confirmed?
-- One row per month, country, kind and module of sessions planned: to come, or with their day passed and not recorded as held.
-- kind: aggregate
-- filters: period, country, donor, project, module
-- measures: sessions counts sessions
-- keys: year, month
-- parameters: state = planned
with
waiting as (
    select
        year(s.starts_on) as year,
        month(s.starts_on) as month,
        s.iso3,
        s.kind,
        s.module,
        count(*) as sessions,
        min(s.starts_on) as first_on
    from sessions_in_view as s
    where s.state = $state and s.state <> 'held'
    group by year(s.starts_on), month(s.starts_on), s.iso3, s.kind, s.module
)

select
    w.year,
    w.month,
    w.first_on,
    w.iso3,
    c.name as country,
    w.kind,
    w.module,
    m.title,
    w.sessions::bigint as sessions
from waiting as w
left join countries as c on w.iso3 = c.iso3
left join modules as m on w.module = m.module
order by w.year, w.month, w.first_on, c.name, w.kind, w.module
