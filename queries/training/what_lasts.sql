-- What lasts: which agreements, licences and institutions carry the training on?
-- One row per group and kind of agreement (all, and each); signed in the period, in force and ended on its last day; zeros are listed.
-- By year: signed in the year, in force on its last day, or on the as-of day in the year that it cuts.
-- kind: aggregate
-- filters: period, country
-- measures: value, signed, in_force, open_ended, ended counts agreements; partners counts partners
-- keys: n, year, position
-- parameters: by = total
with
kinds as (
    select
        listed.kind,
        listed.position
    from (values ('all', 1), ('memorandum', 2), ('licence', 3), ('embedding', 4), ('other', 5)) as listed (kind, position)
),

agreed as (
    select
        a.agreement_id,
        a.partner_id,
        a.iso3,
        a.kind,
        a.signed_on,
        a.ends_on
    from agreements as a
    where
        a.signed_on < $before_on::date
        and (len($country) = 0 or a.iso3 in (select c.iso3 from countries_in_view as c))
),

present as (
    select p.iso3 from partners as p
    union
    select e.iso3 from enterprises as e
    union
    select a.iso3 from agreements as a
),

groups as (
    select
        'all' as code,
        null as iso3,
        null as country,
        null::integer as year,
        $from_on::date as from_on,
        $before_on::date as before_on
    where $by not in ('country', 'year')

    union all

    select
        c.iso3 as code,
        c.iso3,
        c.name as country,
        null::integer as year,
        $from_on::date as from_on,
        $before_on::date as before_on
    from countries as c
    inner join present as p on c.iso3 = p.iso3
    where $by = 'country' and (len($country) = 0 or c.iso3 in (select k.iso3 from countries_in_view as k))

    union all

    select distinct
        s.year::varchar as code,
        null as iso3,
        null as country,
        s.year,
        make_date(s.year, 1, 1) as from_on,
        least(make_date(s.year + 1, 1, 1), $before_on::date) as before_on
    from calendar_spans as s
    where
        $by = 'year'
        and s.year >= (select min(year(a.signed_on)) from agreed as a)
        and ($from_on::date is null or s.year >= year($from_on::date))
        and make_date(s.year, 1, 1) < $before_on::date
),

placed as (
    select
        g.code,
        k.kind,
        a.agreement_id,
        a.partner_id,
        g.from_on is null or a.signed_on >= g.from_on as signed_then,
        a.ends_on is null as open_ended,
        a.ends_on is null or a.ends_on >= g.before_on - interval 1 day as in_force
    from groups as g
    cross join kinds as k
    inner join agreed as a
        on
            g.before_on > a.signed_on
            and (g.iso3 is null or g.iso3 = a.iso3)
            and (k.kind = 'all' or k.kind = a.kind)
),

counted as (
    select
        p.code,
        p.kind,
        count(*) filter (where p.signed_then) as signed,
        count(*) filter (where p.in_force) as in_force,
        count(*) filter (where p.in_force and p.open_ended) as open_ended,
        count(*) filter (where not p.in_force) as ended,
        count(distinct case when p.in_force then p.partner_id end) as partners
    from placed as p
    group by p.code, p.kind
),

collected as (
    select count(a.agreement_id) > 0 as known
    from agreements as a
)

select
    g.code,
    g.iso3,
    g.country,
    g.year,
    k.kind,
    coalesce(c.in_force, 0)::bigint as value,
    (coalesce(c.in_force, 0) + coalesce(c.ended, 0))::bigint as n,
    coalesce(c.signed, 0)::bigint as signed,
    coalesce(c.in_force, 0)::bigint as in_force,
    coalesce(c.open_ended, 0)::bigint as open_ended,
    coalesce(c.ended, 0)::bigint as ended,
    coalesce(c.partners, 0)::bigint as partners,
    case when x.known then 'shown' else 'no_data' end as status,
    g.year is null or make_date(g.year + 1, 1, 1) <= $before_on::date as complete,
    k.position
from groups as g
cross join kinds as k
cross join collected as x
left join counted as c on g.code = c.code and k.kind = c.kind
order by g.country, g.year, g.code, k.position
