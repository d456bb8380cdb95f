-- One row per improvement project, placed by its enterprise and engagement, as the as-of day knows it. A category is one whatever the case
-- that it is written in. What was completed counts on the day of completion (where that is not recorded, of the start); all else on the
-- day of the start. Only a completed project has saved: what others expect is no saving.
-- `amount` is the saving as given once, or a year: 250 working days, 12 months. `usd` is at the rate of the currency in the year
-- of completion, null where there is none; `judged_usd` takes the last rate before it, and serves to find what cannot be, never a sum.
with
spelled as (
    select
        lower(trim(regexp_replace(i.category, '\s+', ' ', 'g'))) as category,
        trim(i.category) as spelling,
        count(*) as projects
    from improvement_projects as i
    group by lower(trim(regexp_replace(i.category, '\s+', ' ', 'g'))), trim(i.category)
),

categories as (
    select
        s.category,
        s.spelling as category_title
    from spelled as s
    qualify row_number() over (partition by s.category order by s.projects desc, s.spelling) = 1
),

placed as (
    select
        i.improvement_id,
        i.enterprise_id,
        e.iso3,
        e.sector,
        e.size,
        e.women_led,
        g.module,
        g.project_id,
        c.category,
        c.category_title,
        i.title,
        coalesce(i.proposed_by, 'unknown') as proposed_by,
        i.started_on,
        i.completed_on,
        -- One that its completion lies ahead of is not completed yet.
        case
            when i.status = 'completed' and coalesce(i.completed_on, i.started_on) > $as_of then 'under_way' else i.status
        end as status,
        i.saving,
        upper(trim(i.currency)) as currency,
        i.saving_period,
        coalesce(i.saving_basis, 'unknown') as saving_basis,
        i.photo_before,
        i.photo_after,
        i.photo_consent_on,
        count(*) over (partition by i.enterprise_id) as of_enterprise
    from improvement_projects as i
    inner join snapshot.base.enterprises as e on i.enterprise_id = e.enterprise_id
    inner join categories as c on lower(trim(regexp_replace(i.category, '\s+', ' ', 'g'))) = c.category
    left join engagements as g on i.engagement_id = g.engagement_id
    where i.started_on <= $as_of or i.status = 'planned'
),

timed as (
    select
        p.*,
        p.status = 'completed' as completed,
        case when p.status = 'completed' then coalesce(p.completed_on, p.started_on) else p.started_on end as counted_on,
        case
            when p.status = 'completed' and p.completed_on is null then 'no_day'
            when p.status = 'completed' and p.completed_on < p.started_on then 'out_of_order'
            when p.status = 'completed' then 'completed'
            when p.status = 'under_way' then 'open'
            else p.status
        end as timing
    from placed as p
),

saved as (
    select
        t.*,
        t.completed and t.saving is not null as has_saving,
        case
            when not t.completed or t.saving is null then null
            when t.saving_period is null then 'unknown'
            when t.saving_period = 'once' then 'once'
            else 'recurring'
        end as saving_kind,
        case t.saving_period when 'once' then 1e0 when 'year' then 1e0 when 'month' then 12e0 when 'day' then 250e0 end as times
    from timed as t
),

-- The dollar itself needs no rate.
converted as (
    select
        s.*,
        case when s.currency = 'USD' then 1e0 else r.lcu_per_usd end as rate,
        case when s.currency = 'USD' then 1e0 else b.lcu_per_usd end as judged_rate
    from saved as s
    left join rates as r on s.currency = r.currency and year(s.counted_on) = r.year
    left join rates as b on s.currency = b.currency and year(s.counted_on) >= b.year
    qualify row_number() over (partition by s.improvement_id order by b.year desc nulls last) = 1
),

amounts as (
    select
        c.*,
        case when c.has_saving then c.saving * c.times end as amount,
        case when c.has_saving then c.saving * c.times / nullif(c.rate, 0e0) end as usd,
        case when c.has_saving then c.saving * c.times / nullif(c.judged_rate, 0e0) end as judged_usd
    from converted as c
),

-- Savings are held against the others of their category and kind; where these are fewer than ten, against all of their kind.
logs as (
    select
        a.improvement_id,
        a.saving_kind,
        ln(a.judged_usd) as log_usd,
        case
            when count(*) over (partition by a.saving_kind, a.category) >= 10 then a.category else ''
        end as compared_with
    from amounts as a
    where a.judged_usd > 0
),

-- Every saving counts among all of its kind.
members as (
    select
        l.saving_kind,
        l.compared_with,
        l.log_usd
    from logs as l
    where l.compared_with <> ''

    union all

    select
        l.saving_kind,
        '' as compared_with,
        l.log_usd
    from logs as l
),

middles as (
    select
        m.saving_kind,
        m.compared_with,
        median(m.log_usd) as middle,
        count(*) as savings
    from members as m
    group by m.saving_kind, m.compared_with
),

widths as (
    select
        m.saving_kind,
        m.compared_with,
        any_value(d.middle) as middle,
        any_value(d.savings) as savings,
        1.4826e0 * median(abs(m.log_usd - d.middle)) as width
    from members as m
    inner join middles as d on m.saving_kind = d.saving_kind and m.compared_with = d.compared_with
    group by m.saving_kind, m.compared_with
),

distances as (
    select
        l.improvement_id,
        l.log_usd - w.middle as distance,
        case when w.savings >= 10 then (l.log_usd - w.middle) / nullif(w.width, 0e0) end as z,
        exp(w.middle) as usual_usd
    from logs as l
    inner join widths as w on l.saving_kind = w.saving_kind and l.compared_with = w.compared_with
)

select
    a.improvement_id,
    a.enterprise_id,
    a.iso3,
    a.sector,
    a.size,
    a.women_led,
    a.module,
    a.project_id,
    a.category,
    a.category_title,
    a.title,
    a.proposed_by,
    a.status,
    a.completed,
    a.counted_on,
    a.started_on,
    case when a.completed then a.completed_on end as completed_on,
    a.timing,
    case
        when a.timing = 'completed' then datediff('day', a.started_on, a.completed_on)
        when a.timing = 'open' then datediff('day', a.started_on, $as_of)
    end as days,
    a.has_saving,
    a.saving_kind,
    a.saving_period,
    a.saving_basis,
    a.saving,
    a.currency,
    a.amount,
    case when a.has_saving then a.rate end as rate,
    a.usd,
    case when d.distance is not null then exp(d.distance) end as times_usual,
    d.usual_usd,
    d.z,
    a.of_enterprise > 100 as many_projects,
    a.of_enterprise::bigint as of_enterprise,
    case
        when a.has_saving and a.saving < 0e0 then 'negative'
        when a.judged_usd > 0e0 and a.judged_usd < 5e0 then 'other_unit'
        when d.z > 3.5e0 and exp(d.distance) >= 300e0 then 'thousandfold'
        when d.z > 3.5e0 then 'far_above'
        when d.z < -3.5e0 then 'far_below'
    end as saving_flag,
    a.photo_before,
    a.photo_after,
    a.photo_consent_on
from amounts as a
left join distances as d on a.improvement_id = d.improvement_id
order by a.iso3, a.counted_on, a.improvement_id
