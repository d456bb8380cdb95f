-- Which records are to be looked at again, why, and for how long have they been waiting?
-- One row per record and reason, the oldest of the gravest first; at most 1,000. Age is in days since it was entered, or where that
-- is not known, since what it tells of.
-- kind: rows
-- filters: country, sector, size, women_led
-- measures: none
-- keys: value, age_days, gravity
with
doubts as (
    select
        v.enterprise_id,
        'kpi_observations' as table_name,
        v.kpi || ' ' || v.phase || ' ' || v.period_start::varchar as record,
        v.status as reason,
        v.value,
        v.period_start as happened_on,
        coalesce(v.recorded_on, v.period_end) as since_on,
        case v.status when 'out_of_range' then 1 when 'far_off' then 2 else 3 end as gravity
    from kpi_values as v
    where v.status in ('out_of_range', 'far_off', 'not_computable')

    union all

    select
        p.enterprise_id,
        'kpi_observations' as table_name,
        p.kpi || ' endline' as record,
        'copied' as reason,
        p.endline as value,
        p.endline_to_on as happened_on,
        coalesce(p.endline_to_on, p.due_on) as since_on,
        2 as gravity
    from kpi_pairs as p
    where p.status = 'copied'

    union all

    select
        i.enterprise_id,
        'improvement_projects' as table_name,
        i.improvement_id as record,
        'saving_' || i.saving_flag as reason,
        i.usd as value,
        i.counted_on as happened_on,
        i.counted_on as since_on,
        2 as gravity
    from improvements as i
    where i.saving_flag is not null

    union all

    select
        f.enterprise_id,
        f.table_name,
        concat_ws(' ', f.row_no::varchar, f.column_name) as record,
        f.rule as reason,
        try_cast(f.value as double) as value,
        null as happened_on,
        null as since_on,
        f.severity_no as gravity
    from findings as f
)

select
    e.iso3,
    e.enterprise_id,
    e.name as enterprise,
    d.table_name,
    d.record,
    d.reason,
    d.value,
    d.happened_on,
    ($as_of::date - d.since_on)::bigint as age_days,
    d.gravity
from doubts as d
inner join enterprises_in_view as e on d.enterprise_id = e.enterprise_id
order by d.gravity, age_days desc nulls last, e.enterprise_id, d.table_name, d.record, d.reason
limit 1000
