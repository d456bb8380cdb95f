-- How much do improvement projects save, once and every year?
-- One row per group of `by` and kind (once, or recurring as an amount a year: 250 working days, 12 months), and per basis where `basis` is
-- 'apart' (measured, estimated). `value` is the sum in US dollars, each at the rate of the year of completion; `median` is of the enterprises'
-- sums. Savings in a year or currency without a rate (`without_rate`), without a period (`without_period`), and marked ones (`left_out`;
-- taken in with `flagged` 'with') are counted and in no sum. By currency `local` is the sum in it, `local_without_rate` the part of it
-- that no rate exists for. `largest_share` is the part of the sum, in percent, that the enterprise with the largest one gives.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: value, largest_share, local, local_without_rate results about enterprises in enterprises; median quantiles about enterprises in enterprises; n, completed, without_saving, without_rate, without_period, left_out counts projects
-- keys: position, lowest_rate, highest_rate
-- parameters: by = 'category' of total|category|module|country|sector|year|currency, basis = 'together' of together|apart, flagged = 'without' of without|with
with
coded as (
    select
        case $by
            when 'total' then 'all'
            when 'category' then i.category
            when 'module' then coalesce(i.module, 'unknown')
            when 'country' then i.iso3
            when 'sector' then i.sector
            when 'year' then year(i.counted_on)::varchar
            when 'currency' then coalesce(i.currency, 'unknown')
        end as code,
        i.category_title,
        i.enterprise_id,
        i.has_saving,
        i.saving_kind,
        case when $basis = 'apart' then i.saving_basis else 'all' end as basis,
        i.amount,
        i.usd,
        i.rate,
        $flagged <> 'with' and (i.many_projects or i.saving_flag is not null) as left_out
    from improvements_in_view as i
    where i.completed
),

gaps as (
    select
        c.code,
        count(*) as completed,
        count(*) filter (where not c.has_saving) as without_saving,
        count(*) filter (where c.saving_kind = 'unknown') as without_period
    from coded as c
    group by c.code
),

counted as (
    select
        c.code,
        c.saving_kind,
        c.basis,
        count(*) filter (where not c.left_out and c.usd is not null) as n,
        count(*) filter (where not c.left_out and c.usd is null) as without_rate,
        count(*) filter (where c.left_out) as left_out,
        sum(c.amount) filter (where not c.left_out) as amount,
        sum(c.amount) filter (where not c.left_out and c.usd is null) as amount_without_rate,
        min(c.rate) filter (where not c.left_out) as lowest_rate,
        max(c.rate) filter (where not c.left_out) as highest_rate
    from coded as c
    where c.saving_kind in ('once', 'recurring')
    group by c.code, c.saving_kind, c.basis
),

of_each as (
    select
        c.code,
        c.saving_kind,
        c.basis,
        c.enterprise_id,
        sum(c.usd) as usd
    from coded as c
    where c.saving_kind in ('once', 'recurring') and not c.left_out and c.usd is not null
    group by c.code, c.saving_kind, c.basis, c.enterprise_id
),

summed as (
    select
        o.code,
        o.saving_kind,
        o.basis,
        sum(o.usd) as usd,
        median(o.usd) as half,
        max(o.usd) as largest,
        count(*) as enterprises
    from of_each as o
    group by o.code, o.saving_kind, o.basis
),

named as (
    select
        c.code,
        min(c.category_title) as title,
        count(*) as projects
    from coded as c
    where $by in ('category', 'currency')
    group by c.code
),

spans as (
    select
        min(c.code) as first_code,
        max(c.code) as last_code
    from coded as c
),

parts as (
    select
        b.code,
        b.title,
        b.position
    from breakdowns as b
    cross join spans as s
    where
        b.dimension = $by
        and b.dimension not in ('category', 'currency')
        and (b.dimension <> 'year' or (b.code >= s.first_code and b.code <= s.last_code))
        and (b.dimension = 'year' or b.code in (select w.code from gaps as w))

    union all

    select
        n.code,
        case when $by = 'category' then n.title else n.code end as title,
        row_number() over (order by n.projects desc, n.code)::integer as position
    from named as n
    where
        $by = 'category'
        or n.code in (
            select c.code from coded as c
            where c.has_saving
        )
),

kinds as (
    select
        listed.saving_kind,
        listed.position
    from (values ('recurring', 1), ('once', 2)) as listed (saving_kind, position)
),

bases as (
    select
        listed.basis,
        listed.position
    from (
        values
        ('all', 1, 'together'),
        ('measured', 1, 'apart'),
        ('estimated', 2, 'apart'),
        ('unknown', 3, 'apart')
    ) as listed (basis, position, shown)
    where listed.shown = $basis
)

select
    g.code,
    g.title,
    k.saving_kind as kind,
    b.basis,
    s.usd as value,
    s.half as median,
    100e0 * s.largest / nullif(s.usd, 0e0) as largest_share,
    coalesce(s.enterprises, 0)::bigint as enterprises,
    coalesce(c.n, 0)::bigint as n,
    coalesce(w.completed, 0)::bigint as completed,
    coalesce(w.without_saving, 0)::bigint as without_saving,
    coalesce(c.without_rate, 0)::bigint as without_rate,
    coalesce(w.without_period, 0)::bigint as without_period,
    coalesce(c.left_out, 0)::bigint as left_out,
    case when $by = 'currency' and g.code <> 'unknown' then c.amount end as local,
    case when $by = 'currency' and g.code <> 'unknown' then c.amount_without_rate end as local_without_rate,
    case when $by = 'currency' then c.lowest_rate end as lowest_rate,
    case when $by = 'currency' then c.highest_rate end as highest_rate,
    coalesce(s.enterprises, 0) < 5 as small,
    case
        when s.usd is not null then 'shown'
        when c.without_rate > 0 then 'no_rate'
        when c.left_out > 0 then 'left_out'
        else 'no_data'
    end as status,
    (10 * g.position + 5 * (k.position - 1) + b.position)::bigint as position
from parts as g
cross join kinds as k
cross join bases as b
left join gaps as w on g.code = w.code
left join counted as c on g.code = c.code and k.saving_kind = c.saving_kind and b.basis = c.basis
left join summed as s on g.code = s.code and k.saving_kind = s.saving_kind and b.basis = s.basis
where
    (select count(*) filter (where i.has_saving) from coded as i) > 0
    and (b.basis <> 'unknown' or c.saving_kind is not null)
order by g.position, g.code, k.position, b.position
