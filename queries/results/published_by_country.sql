-- What is the latest published figure of one kind in each country?
-- One row per country: the figure whose period ends last, about both sexes where there is one; no targets, no flagged figures.
-- kind: aggregate
-- source: publications
-- filters: period, country
-- measures: none
-- keys: value, n
-- parameters: kind = enterprises_trained||enterprises, module_named = '', donor_named = ''
with
figures as (
    select
        p.*,
        row_number() over (
            partition by p.iso3
            order by
                left(coalesce(p.period_end, p.period_start), 4) desc,
                case when p.sex = 'all' then 0 else 1 end,
                p.value desc,
                p.id
        ) as place,
        count(*) over (partition by p.iso3) as figures
    from published_figures as p
    where
        p.indicator || '|' || coalesce(p.counts, '') || '|' || p.unit = $kind
        and p.iso3 is not null
        and p.value is not null
        and p.flag is null
        and p.entity is null
        and coalesce(p.note, '') <> 'target'
        and ($module_named = '' or list_contains(string_split(p.module, '; '), $module_named))
        and ($donor_named = '' or list_contains(string_split(p.donor, '; '), $donor_named))
        and (len($country) = 0 or p.iso3 in (select k.iso3 from countries_in_view as k))
        and (
            $from_on::date is null
            or (
                left(p.period_start, 4)::integer < year($before_on::date - interval 1 day) + 1
                and left(coalesce(p.period_end, p.period_start), 4)::integer >= year($from_on::date)
            )
        )
)

select
    f.iso3,
    c.name as country,
    f.id,
    f.label,
    f.qualifier,
    f.value,
    f.unit,
    f.period_start,
    f.period_end,
    f.project,
    f.figures::bigint as n,
    'shown' as status
from figures as f
inner join countries as c on f.iso3 = c.iso3
where f.place = 1
order by c.name, f.iso3
