-- By what can published figures be chosen?
-- One row per kind of figure, module and donor named, with how many figures bear it.
-- kind: aggregate
-- source: publications
-- filters: none
-- measures: none
-- keys: figures
with
choices as (
    select
        'kind' as choice,
        indicator || '|' || coalesce(counts, '') || '|' || unit as code,
        any_value(indicator) as indicator,
        any_value(counts) as counts,
        any_value(unit) as unit,
        count(*) as figures
    from published_figures
    group by indicator, coalesce(counts, ''), unit

    union all

    select
        'module_named' as choice,
        m.named as code,
        null as indicator,
        null as counts,
        null as unit,
        count(*) as figures
    from (select unnest(string_split(module, '; ')) as named from published_figures) as m
    where m.named is not null
    group by m.named

    union all

    select
        'donor_named' as choice,
        d.named as code,
        null as indicator,
        null as counts,
        null as unit,
        count(*) as figures
    from (select unnest(string_split(donor, '; ')) as named from published_figures) as d
    where d.named is not null
    group by d.named
)

select
    choice,
    code,
    indicator,
    counts,
    unit,
    figures::bigint as figures
from choices
order by choice, figures desc, code
