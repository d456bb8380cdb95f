-- What does the programme have in one country?
-- One row for the country that the filters name, with its counts of all time.
-- kind: aggregate
-- filters: country
-- measures: enterprises counts enterprises; engagements counts engagements; trainers counts trainers; partners, projects counts partners
select
    c.iso3,
    c.name as country,
    c.region,
    c.currency,
    (
        select count(*) from enterprises as e
        where e.iso3 = c.iso3
    )::bigint as enterprises,
    (
        select count(*) from engagements as g
        where g.iso3 = c.iso3
    )::bigint as engagements,
    (
        select count(*) from trainers as t
        where t.iso3 = c.iso3
    )::bigint as trainers,
    (
        select count(*) from partners as p
        where p.iso3 = c.iso3
    )::bigint as partners,
    (
        select count(distinct g.project_id) from engagements as g
        where g.iso3 = c.iso3
    )::bigint as projects,
    (
        select min(g.classroom_on) from engagements as g
        where g.iso3 = c.iso3
    ) as first_workshop_on,
    (
        select max(s.received_on) from submissions as s
        where s.iso3 = c.iso3 and s.received_on <= $as_of
    ) as last_report_on
from countries as c
where len($country) > 0 and list_contains($country, c.iso3)
order by c.iso3
