-- Which partners deliver the training in these countries?
-- One row per partner of the countries in view, the busiest first; a partner without a session in the period is listed with 0.
-- kind: aggregate
-- filters: period, country
-- measures: sessions counts sessions
with
held as (
    select
        s.partner_id,
        count(*) as sessions,
        max(s.starts_on) as last_on
    from sessions as s
    where
        not s.planned
        and s.kind in ('classroom', 'visit', 'online')
        and ($from_on::date is null or s.starts_on >= $from_on::date)
        and s.starts_on < $before_on::date
    group by s.partner_id
)

select
    p.partner_id,
    p.name,
    p.kind,
    coalesce(h.sessions, 0)::bigint as sessions,
    h.last_on
from partners as p
left join held as h on p.partner_id = h.partner_id
where len($country) = 0 or p.iso3 in (select c.iso3 from countries_in_view as c)
order by sessions desc, p.name, p.partner_id
