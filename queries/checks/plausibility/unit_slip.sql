-- One row per value that is about 10, 100 or 1,000 times, or that part of, what its neighbours make likely, beyond what is usual there.
-- Few events vary by themselves, by the root of their number: a count is a slip where it ends in as many zeros, and without
-- them would be likely. The value must lie apart from all four of its neighbours,
-- or the neighbour of a slip, or a series that rises, would be one.
with
likely as (
    select
        k.*,
        k.type in ('ratio', 'count') and k.numerator = floor(k.numerator) as counted,
        case
            when k.middle > 0e0 then k.middle
            when k.type = 'ratio' then (k.above - k.numerator) / nullif(k.below - k.denominator, 0e0)
            else (k.above - k.numerator) / nullif(k.of_series - 1, 0e0)
        end as usual
    from kpi_neighbours as k
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
        greatest(coalesce(m.width, 0e0), 0.05e0) as noise,
        greatest(coalesce(m.width, 0e0), 0.05e0) / nullif(ln(10e0), 0e0) as usual_power
    from measured as m
),

-- The most zeros that a count ends in, up to three.
zeros as (
    select
        j.*,
        case
            when not j.counted then 0
            when j.numerator % 1000 = 0 then 3
            when j.numerator % 100 = 0 then 2
            when j.numerator % 10 = 0 then 1
            else 0
        end as zeros
    from judged as j
)

select
    'unit_slip' as rule,
    z.row_no,
    z.part,
    z.enterprise_id,
    null::varchar as iso3,
    z.numerator::varchar as value,
    concat(
        case when z.power > 0e0 then '' else '1/' end,
        pow(10, greatest(1, least(3, abs(z.slip))))::integer, ' × ', round(z.wanted, 1)
    ) as expected
from zeros as z
where
    (
        (not z.counted or z.wanted >= 30e0)
        and (z.value >= 4e0 * z.largest or (z.middle > 0e0 and z.value <= 0.25e0 * z.smallest))
        and abs(z.slip) between 1 and 3
        and abs(z.power - z.slip) <= greatest(0.15e0, 2.5e0 * z.usual_power)
        and abs(z.power) >= 4e0 * z.usual_power
    )
    or (
        z.counted and z.wanted < 30e0
        and z.zeros >= 1
        and z.numerator >= 6e0 + z.wanted * exp(2e0 * z.noise) + 6e0 * sqrt(z.wanted)
        and z.numerator / nullif(pow(10, z.zeros), 0e0) <= 3e0 + 3e0 * z.wanted
    )
