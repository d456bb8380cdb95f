-- How fresh and how whole are the data of each country, and what is open?
-- One row per country with enterprises, sessions or reports. Rates are of the period in view, in percent; the day of the last
-- entry and the findings of the export's check are of all time.
-- kind: aggregate
-- filters: period, country
-- measures: reports, on_time, people, sex_known, pairs_due, values_given, computable counts records; paired, pair_rate, implausible, blocks, warns, informs for full rights
-- keys: days_since_entry, on_time_rate, sex_known_rate, complete_rate
with
entered as (
    select
        s.iso3,
        s.recorded_on
    from sessions as s
    union all
    select
        e.iso3,
        v.recorded_on
    from kpi_values as v
    inner join enterprises as e on v.enterprise_id = e.enterprise_id
),

last_entries as (
    select
        n.iso3,
        max(n.recorded_on) as last_entry_on
    from entered as n
    where n.iso3 is not null and n.recorded_on <= $as_of
    group by n.iso3
),

by_report as (
    select
        s.iso3,
        count(*) as reports,
        count(case when s.received_on <= s.due_on then 1 end) as on_time
    from submissions as s
    where
        s.due_on <= $as_of
        and ($from_on::date is null or s.period_start >= $from_on::date)
        and s.period_start < $before_on::date
    group by s.iso3
),

by_person as (
    select
        p.iso3,
        count(*) as people,
        count(case when p.sex in ('female', 'male', 'other') then 1 end) as sex_known
    from participations as p
    where ($from_on::date is null or p.happened_on >= $from_on::date) and p.happened_on < $before_on::date
    group by p.iso3
),

by_pair as (
    select
        p.iso3,
        count(*) as pairs_due,
        count(case when p.status = 'paired' then 1 end) as paired
    from kpi_pairs as p
    where
        p.due_on <= $as_of and p.asked > 0
        and ($from_on::date is null or p.due_on >= $from_on::date)
        and p.due_on < $before_on::date
    group by p.iso3
),

by_value as (
    select
        e.iso3,
        count(*) as values_given,
        count(case when v.status <> 'not_computable' then 1 end) as computable,
        count(case when v.status in ('out_of_range', 'far_off') then 1 end) as implausible
    from kpi_values as v
    inner join enterprises as e on v.enterprise_id = e.enterprise_id
    where ($from_on::date is null or v.period_start >= $from_on::date) and v.period_start < $before_on::date
    group by e.iso3
),

by_finding as (
    select
        f.iso3,
        count(case when f.severity = 'blocks' then 1 end) as blocks,
        count(case when f.severity = 'warns' then 1 end) as warns,
        count(case when f.severity = 'informs' then 1 end) as informs
    from findings as f
    group by f.iso3
),

present as (
    select e.iso3 from enterprises as e
    union
    select l.iso3 from last_entries as l
    union
    select r.iso3 from by_report as r
)

select
    c.iso3,
    c.name as country,
    l.last_entry_on,
    ($as_of::date - l.last_entry_on)::bigint as days_since_entry,
    100e0 * r.on_time / nullif(r.reports, 0) as on_time_rate,
    100e0 * p.sex_known / nullif(p.people, 0) as sex_known_rate,
    100e0 * k.paired / nullif(k.pairs_due, 0) as pair_rate,
    100e0 * v.computable / nullif(v.values_given, 0) as complete_rate,
    coalesce(r.reports, 0)::bigint as reports,
    coalesce(r.on_time, 0)::bigint as on_time,
    coalesce(p.people, 0)::bigint as people,
    coalesce(p.sex_known, 0)::bigint as sex_known,
    coalesce(k.pairs_due, 0)::bigint as pairs_due,
    coalesce(k.paired, 0)::bigint as paired,
    coalesce(v.values_given, 0)::bigint as values_given,
    coalesce(v.computable, 0)::bigint as computable,
    coalesce(v.implausible, 0)::bigint as implausible,
    coalesce(f.blocks, 0)::bigint as blocks,
    coalesce(f.warns, 0)::bigint as warns,
    coalesce(f.informs, 0)::bigint as informs
from countries as c
inner join present as a on c.iso3 = a.iso3
left join last_entries as l on c.iso3 = l.iso3
left join by_report as r on c.iso3 = r.iso3
left join by_person as p on c.iso3 = p.iso3
left join by_pair as k on c.iso3 = k.iso3
left join by_value as v on c.iso3 = v.iso3
left join by_finding as f on c.iso3 = f.iso3
where len($country) = 0 or c.iso3 in (select w.iso3 from countries_in_view as w)
order by c.name, c.iso3
