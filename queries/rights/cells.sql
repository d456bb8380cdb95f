-- On how many enterprises does each result rest, by country, region and year, and in all; and of each project alone?
-- One row per indicator that is a result, place and year, with totals: `level` is country, region or programme, `year` is null for
-- all years, `project` is null for all projects and `-` for what is in none. Of one project there are the programme, its countries in
-- all years, and its years. `largest` is the share of the sum that one enterprise alone makes up (of a ratio, of what it is divided by),
-- and null where nothing is summed. `mark` is another one where the numbers behind the result are others.
with
facts as (
    select
        f.indicator_no,
        f.region,
        f.iso3,
        c.year,
        case when f.honours_donor then coalesce(f.project_id, '-') end as project,
        f.enterprise_no,
        sum(abs(case when i.aggregation in ('ratio', 'distinct_ratio') then f.denominator else f.numerator end)) as weight,
        sum(f.numerator) as numerator,
        sum(f.denominator) as denominator,
        sum(f.reported) as reported
    from indicator_cells as f
    inner join calendar_spans as c on f.span_on = c.span_on
    inner join indicators as i on f.indicator_no = i.indicator_no
    where f.grain = 'sums' and f.is_result and f.reported > 0
    group by
        f.indicator_no,
        f.region,
        f.iso3,
        c.year,
        case when f.honours_donor then coalesce(f.project_id, '-') end,
        f.enterprise_no
),

-- An enterprise counts once in each place and time.
placed as (
    select
        case when grouping(iso3) = 0 then 'country' when grouping(region) = 0 then 'region' else 'programme' end as level,
        grouping(project) = 0 as of_project,
        indicator_no,
        region,
        iso3,
        year,
        project,
        enterprise_no,
        sum(weight) as weight,
        sum(numerator) as numerator,
        sum(denominator) as denominator,
        sum(reported) as reported
    from facts
    group by
        grouping sets (
            (indicator_no, region, iso3, year, enterprise_no),
            (indicator_no, region, iso3, enterprise_no),
            (indicator_no, region, year, enterprise_no),
            (indicator_no, region, enterprise_no),
            (indicator_no, year, enterprise_no),
            (indicator_no, enterprise_no),
            (indicator_no, project, region, iso3, enterprise_no),
            (indicator_no, project, year, enterprise_no),
            (indicator_no, project, enterprise_no)
        )
)

select
    i.indicator,
    p.level,
    p.region,
    p.iso3,
    p.year,
    p.project,
    count(p.enterprise_no)::integer as enterprises,
    max(p.weight) / nullif(sum(p.weight), 0e0) as largest,
    -- Sums differ in their last digits with the order in which they are made.
    printf(
        '%d %.9e %.9e',
        sum(p.reported)::bigint,
        coalesce(sum(p.numerator), 0e0),
        coalesce(sum(p.denominator), 0e0)
    ) as mark
from placed as p
inner join indicators as i on p.indicator_no = i.indicator_no
where not p.of_project or p.project is not null
group by i.indicator, p.level, p.region, p.iso3, p.year, p.project, p.of_project
order by i.indicator, p.level, p.region, p.iso3, p.year, p.project
