-- What is there of a year for each country, and what is missing for its page in the Annual Update?
-- One row per country with enterprises, trainers or partners in the export: what it did in the period in view, reports due and received by the as-of day, and stories whose tellers agreed.
-- kind: aggregate
-- filters: period, country
-- measures: enterprises counts enterprises; sessions counts sessions; due, received counts reports; stories counts stories
with
present as (
    select e.iso3 from enterprises as e
    union
    select t.iso3 from trainers as t
    union
    select p.iso3 from partners as p
),

trained as (
    select
        g.iso3,
        count(distinct g.enterprise_id) as enterprises
    from engagements as g
    where
        g.trained
        and ($from_on::date is null or g.counted_on >= $from_on::date)
        and g.counted_on < $before_on::date
    group by g.iso3
),

held as (
    select
        s.iso3,
        count(*) as sessions
    from sessions as s
    where
        s.state = 'held'
        and ($from_on::date is null or s.starts_on >= $from_on::date)
        and s.starts_on < $before_on::date
    group by s.iso3
),

reports as (
    select
        s.iso3,
        count(*) as due,
        count(case when s.received_on <= $as_of then 1 end) as received
    from submissions as s
    where
        s.due_on <= $as_of
        and ($from_on::date is null or s.period_start >= $from_on::date)
        and s.period_start < $before_on::date
    group by s.iso3
),

told as (
    select
        s.iso3,
        count(*) as stories
    from stories as s
    where s.consent_on <= $as_of
    group by s.iso3
)

select
    c.iso3,
    c.name as country,
    coalesce(e.enterprises, 0)::bigint as enterprises,
    coalesce(h.sessions, 0)::bigint as sessions,
    coalesce(r.due, 0)::bigint as due,
    coalesce(r.received, 0)::bigint as received,
    coalesce(t.stories, 0)::bigint as stories
from countries as c
inner join present as p on c.iso3 = p.iso3
left join trained as e on c.iso3 = e.iso3
left join held as h on c.iso3 = h.iso3
left join reports as r on c.iso3 = r.iso3
left join told as t on c.iso3 = t.iso3
where len($country) = 0 or c.iso3 in (select k.iso3 from countries_in_view as k)
order by c.name, c.iso3
