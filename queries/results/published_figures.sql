-- What has the programme published?
-- One row per published figure, as published: never added up, doubtful ones flagged with the reason.
-- kind: aggregate
-- source: publications
-- filters: period, country
-- measures: none
-- keys: value, value_low, value_high, first_year, last_year, source_year
-- parameters: kind = '', module_named = '', donor_named = ''
with
figures as (
    select
        p.*,
        p.indicator || '|' || coalesce(p.counts, '') || '|' || p.unit as kind,
        left(p.period_start, 4)::integer as first_year,
        left(coalesce(p.period_end, p.period_start), 4)::integer as last_year
    from published_figures as p
)

select
    p.id,
    p.kind,
    p.indicator,
    p.label,
    p.iso3,
    c.name as country,
    p.qualifier,
    p.value,
    p.value_low,
    p.value_high,
    p.unit,
    p.counts,
    p.sex,
    p.role,
    p.period_start,
    p.period_end,
    p.first_year,
    p.last_year,
    p.module,
    p.sector,
    p.project,
    p.donor,
    p.partner,
    p.entity,
    p.flag,
    p.flag_reason,
    p.note,
    p.source,
    s.title as source_title,
    s.year as source_year,
    p.location as source_place
from figures as p
left join countries as c on p.iso3 = c.iso3
left join published_sources as s on p.source = s.source
where
    ($kind = '' or p.kind = $kind)
    and ($module_named = '' or list_contains(string_split(p.module, '; '), $module_named))
    and ($donor_named = '' or list_contains(string_split(p.donor, '; '), $donor_named))
    and (len($country) = 0 or p.iso3 in (select k.iso3 from countries_in_view as k))
    and (
        $from_on::date is null
        or (p.first_year < year($before_on::date - interval 1 day) + 1 and p.last_year >= year($from_on::date))
    )
order by p.id
