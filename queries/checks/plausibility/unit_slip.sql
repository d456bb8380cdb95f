-- One row per value that is about 10, 100 or 1,000 times the middle of its own series, or that part of it, beyond what is usual there.
-- `wanted` is the number that the rest of the series makes likely; few events vary by themselves, by the root of their number.
with
likely as (
    select
        k.*,
        case
            when k.middle > 0e0 then k.middle
            when k.type = 'ratio' then (k.above - k.numerator) / nullif(k.below - k.denominator, 0e0)
            else (k.above - k.numerator) / nullif(k.of_series - 1, 0e0)
        end as usual
    from kpi_rows as k
    where k.of_series >= 4 and k.value > 0e0
),

measured as (
    select
        l.*,
        case when l.type = 'ratio' then l.usual * l.denominator else l.usual end as wanted,
        log10(l.value / nullif(l.usual, 0e0)) as power
    from likely as l
    where l.usual > 0e0
),

judged as (
    select
        m.*,
        round(m.power) as slip,
        sqrt(pow(greatest(coalesce(m.width, 0e0), 0.05e0), 2e0) + case when m.type in ('ratio', 'count') then 1e0 / nullif(greatest(m.wanted, 0.3e0), 0e0) else 0e0 end)
        / nullif(ln(10e0), 0e0) as usual_power
    from measured as m
)

select
    j.row_no,
    j.part,
    j.enterprise_id,
    null::varchar as iso3,
    j.numerator::varchar as value,
    concat(case when j.slip > 0 then '' else '1/' end, pow(10, abs(j.slip))::integer, ' × ', round(j.wanted, 1)) as expected
from judged as j
where
    abs(j.slip) between 1 and 3
    and abs(j.power - j.slip) <= greatest(0.15e0, 2.5e0 * j.usual_power)
    and abs(j.power) >= 4e0 * j.usual_power
