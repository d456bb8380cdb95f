-- What did phase II promise, and what did it report, in June 2015?
-- One row per indicator and country of the logframe, as published in the annex of the mid-term evaluation. A cell is read only where it
-- is a number, with or without women's share; `target_cell` and `actual_cell` say what else it is. Where the two can be compared,
-- within the margin (percent of the target) it is on track.
-- kind: aggregate
-- source: publications
-- filters: country
-- measures: none
-- keys: indicator_no, target, actual, target_women, actual_women
-- parameters: margin = 15
with
read_cells as (
    select
        l.indicator_no,
        l.indicator,
        l.iso3,
        c.name as country,
        l.as_of,
        l.target_raw,
        l.actual_raw,
        nullif(regexp_extract(coalesce(l.target_raw, ''), '^([0-9]+) *([(][0-9]+%F?[)])?$', 1), '')::double as target,
        nullif(regexp_extract(coalesce(l.actual_raw, ''), '^([0-9]+) *([(][0-9]+%F?[)])?$', 1), '')::double as actual,
        nullif(regexp_extract(coalesce(l.target_raw, ''), '^[0-9]+ *[(]([0-9]+)%F?[)]$', 1), '')::double as target_women,
        nullif(regexp_extract(coalesce(l.actual_raw, ''), '^[0-9]+ *[(]([0-9]+)%F?[)]$', 1), '')::double as actual_women
    from published_logframe as l
    left join countries as c on l.iso3 = c.iso3
    where len($country) = 0 or l.iso3 in (select v.iso3 from countries_in_view as v)
),

judged as (
    select
        r.*,
        case
            when r.target_raw is null then 'blank'
            when r.target_raw like '%for M%' then 'by_module'
            when r.target is null then 'no_number'
            when r.target_women is null then 'number'
            when r.target_raw not like '%F)' then 'sex_not_said'
            else 'with_women'
        end as target_cell,
        case
            when r.actual_raw is null then 'blank'
            when r.actual_raw like '%for M%' then 'by_module'
            when r.actual is null then 'no_number'
            when r.actual_women is null then 'number'
            -- No whole number of women gives that share.
            when
                abs(
                    100e0 * round(r.actual * r.actual_women * 1e-2) / nullif(r.actual, 0e0) - r.actual_women
                ) > 0.5
                then 'no_whole_number'
            when r.actual_raw not like '%F)' then 'sex_not_said'
            else 'with_women'
        end as actual_cell
    from read_cells as r
)

select
    j.indicator_no,
    j.indicator,
    j.iso3,
    j.country,
    j.as_of,
    j.target_raw,
    j.actual_raw,
    j.target,
    j.actual,
    j.target_women,
    j.actual_women,
    j.target_cell,
    j.actual_cell,
    case
        when j.actual_cell = 'blank' then 'not_reporting'
        when j.target is null or j.actual is null then 'not_comparable'
        when j.target = 0e0 and j.actual = 0e0 then 'on_track'
        when j.target <> 0e0 and abs(j.actual - j.target) <= j.target * $margin * 1e-2 + 1e-9 then 'on_track'
        when j.actual > j.target then 'ahead'
        else 'behind'
    end as status
from judged as j
order by j.indicator_no, j.country, j.iso3
