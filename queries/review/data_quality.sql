-- How good are the data of each country, quarter by quarter?
-- One row per country and quarter that has any of what is counted. Rates are in percent; a rate of nothing is missing. Days to record
-- are the median from a session, or from the end of a period measured, to the day on which its row was entered.
-- kind: aggregate
-- filters: period, country
-- measures: sessions, reports, values_given, pairs_due, people counts records; implausible, pair_rate for full rights
-- keys: days_to_record, complete_rate, sex_known_rate, on_time_rate
with
entries as (
    select
        s.iso3,
        s.starts_on as happened_on,
        'session' as kind,
        case when s.recorded_on >= s.starts_on then s.recorded_on - s.starts_on end as waited,
        s.participants is not null as complete,
        false as implausible
    from sessions as s
    where s.state = 'held' and s.iso3 is not null

    union all

    select
        e.iso3,
        v.period_start as happened_on,
        'value' as kind,
        case when v.recorded_on >= v.period_end then v.recorded_on - v.period_end end as waited,
        v.status <> 'not_computable' as complete,
        v.status in ('out_of_range', 'far_off') as implausible
    from kpi_values as v
    inner join enterprises as e on v.enterprise_id = e.enterprise_id

    union all

    select
        i.iso3,
        i.counted_on as happened_on,
        'saving' as kind,
        null as waited,
        true as complete,
        true as implausible
    from improvements as i
    where i.saving_flag is not null
),

by_entry as (
    select
        n.iso3,
        date_trunc('quarter', n.happened_on)::date as quarter_on,
        count(case when n.kind = 'session' then 1 end) as sessions,
        count(case when n.kind = 'value' then 1 end) as values_given,
        count(case when n.complete and n.kind <> 'saving' then 1 end) as complete,
        count(case when n.kind <> 'saving' then 1 end) as entries,
        count(case when n.implausible then 1 end) as implausible,
        median(n.waited) as days_to_record
    from entries as n
    where n.happened_on <= $as_of
    group by n.iso3, date_trunc('quarter', n.happened_on)::date
),

by_person as (
    select
        p.iso3,
        date_trunc('quarter', p.happened_on)::date as quarter_on,
        count(*) as people,
        count(case when p.sex in ('female', 'male', 'other') then 1 end) as sex_known
    from participations as p
    where p.iso3 is not null
    group by p.iso3, date_trunc('quarter', p.happened_on)::date
),

by_pair as (
    select
        p.iso3,
        date_trunc('quarter', p.due_on)::date as quarter_on,
        count(*) as pairs_due,
        count(case when p.status = 'paired' then 1 end) as paired
    from kpi_pairs as p
    where p.due_on <= $as_of and p.asked > 0
    group by p.iso3, date_trunc('quarter', p.due_on)::date
),

by_report as (
    select
        s.iso3,
        date_trunc('quarter', s.period_start)::date as quarter_on,
        count(*) as reports,
        count(case when s.received_on <= s.due_on then 1 end) as on_time
    from submissions as s
    where s.due_on <= $as_of
    group by s.iso3, date_trunc('quarter', s.period_start)::date
),

quarters as (
    select
        b.iso3,
        b.quarter_on
    from by_entry as b
    union
    select
        b.iso3,
        b.quarter_on
    from by_person as b
    union
    select
        b.iso3,
        b.quarter_on
    from by_pair as b
    union
    select
        b.iso3,
        b.quarter_on
    from by_report as b
)

select
    q.iso3,
    c.name as country,
    q.quarter_on,
    n.days_to_record::double as days_to_record,
    100e0 * n.complete / nullif(n.entries, 0) as complete_rate,
    100e0 * r.paired / nullif(r.pairs_due, 0) as pair_rate,
    100e0 * p.sex_known / nullif(p.people, 0) as sex_known_rate,
    100e0 * s.on_time / nullif(s.reports, 0) as on_time_rate,
    coalesce(n.implausible, 0)::bigint as implausible,
    coalesce(n.sessions, 0)::bigint as sessions,
    coalesce(n.values_given, 0)::bigint as values_given,
    coalesce(r.pairs_due, 0)::bigint as pairs_due,
    coalesce(p.people, 0)::bigint as people,
    coalesce(s.reports, 0)::bigint as reports
from quarters as q
inner join countries as c on q.iso3 = c.iso3
left join by_entry as n on q.iso3 = n.iso3 and q.quarter_on = n.quarter_on
left join by_person as p on q.iso3 = p.iso3 and q.quarter_on = p.quarter_on
left join by_pair as r on q.iso3 = r.iso3 and q.quarter_on = r.quarter_on
left join by_report as s on q.iso3 = s.iso3 and q.quarter_on = s.quarter_on
where
    (len($country) = 0 or q.iso3 in (select w.iso3 from countries_in_view as w))
    and ($from_on::date is null or q.quarter_on >= $from_on::date)
    and q.quarter_on < $before_on::date
order by c.name, q.iso3, q.quarter_on
