-- What does this export say of each figure that was published?
-- One row per published figure. `reconciles`: the value is the published one, rounded as published and within what its qualifier
-- allows (a tenth above "over" or below "nearly"); `superseded`: it is not, and a later publication tells of a longer time from
-- the same beginning; `differs`, with the likely reason; `not_comparable` where something else was counted; `not_computable` where
-- the export does not hold it.
-- kind: aggregate
-- filters: country
-- measures: live_value, difference, difference_share by indicator in enterprises
-- keys: value, value_low, value_high
-- cells: outside
with
figures as (
    select
        p.*,
        case p.qualifier
            when 'exactly' then p.value - case when p.unit = 'percent' then 1e0 else greatest(0.5e0, 0.01e0 * p.value) end
            when 'approximately' then 0.9e0 * p.value
            when 'nearly' then 0.9e0 * p.value
            when 'up to' then 0.9e0 * p.value
            when 'at most' then 0.9e0 * p.value
            else p.value
        end as lowest,
        case p.qualifier
            when 'exactly' then p.value + case when p.unit = 'percent' then 1e0 else greatest(0.5e0, 0.01e0 * p.value) end
            when 'nearly' then p.value
            when 'up to' then p.value
            when 'at most' then p.value
            else 1.1e0 * p.value
        end as highest,
        v.from_on,
        v.to_on
    from published_figures as p
    inner join published_live as v on p.id = v.id
),

-- The figure that took another's place: of the same kind and place, from the same beginning (the programme's is 2009 or 2010), to later.
later as (
    select
        old.id,
        max_by(new.id, new.to_on) as superseded_by
    from figures as old
    inner join figures as new
        on
            old.indicator = new.indicator
            and old.unit = new.unit
            and old.counts is not distinct from new.counts
            and old.iso3 is not distinct from new.iso3
            and old.module is not distinct from new.module
            and old.sex = new.sex
            and old.role = new.role
            and (
                old.project is not distinct from new.project
                or (old.project like 'Global SCORE Programme phase%' and new.project is null and old.iso3 is null)
            )
            and (old.from_on = new.from_on or (old.iso3 is null and year(old.from_on) <= 2010 and year(new.from_on) <= 2010))
            and old.to_on < new.to_on
    where old.entity is null and new.entity is null
    group by old.id
),

judged as (
    select
        f.*,
        v.indicator as live_indicator,
        v.verdict,
        v.why,
        v.live_value,
        v.enterprises,
        l.superseded_by,
        v.live_value between coalesce(f.value_low, f.lowest) and coalesce(f.value_high, f.highest) as agrees
    from figures as f
    inner join published_live as v on f.id = v.id
    left join later as l on f.id = l.id
)

select
    j.id,
    j.source,
    j.iso3,
    c.name as country,
    j.label,
    j.qualifier,
    j.value,
    j.value_low,
    j.value_high,
    j.unit,
    j.period_start,
    j.period_end,
    j.live_indicator as indicator,
    -- Of all that its place did, and so comparable with a figure of a year as the dashboard counts it.
    (
        j.verdict is null
        and j.module is null
        and j.sector is null
        and j.partner is null
        and (j.project is null or j.project like 'Global SCORE Programme phase%')
        and (j.unit = 'percent' or (j.sex = 'all' and j.role = 'all'))
    ) as whole,
    j.live_value,
    j.live_value - j.value as difference,
    100e0 * (j.live_value - j.value) / nullif(j.value, 0e0) as difference_share,
    coalesce(
        j.verdict, case when j.agrees then 'reconciles' when j.superseded_by is not null then 'superseded' else 'differs' end
    ) as status,
    case
        when j.why is not null then j.why
        when j.agrees then null
        when j.superseded_by is not null then j.superseded_by
        when j.flag is not null then 'published_doubtful'
        when j.to_on >= ($as_of::date - 180)::date and j.live_value between 0.5e0 * j.value and j.value then 'reports_still_coming'
        when j.live_value > j.value then 'more_since'
        else 'less_in_export'
    end as why,
    j.enterprises
from judged as j
left join countries as c on j.iso3 = c.iso3
where len($country) = 0 or j.iso3 in (select w.iso3 from countries_in_view as w)
order by j.id
