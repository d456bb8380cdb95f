-- Which indicators are rolled up together?
-- One row per turn, with its indicators: those that stand within the same `$most` facts, counted by indicator.
with
counted as (
    select
        indicator,
        count(*) as facts
    from raw.indicator_facts
    group by indicator
),

placed as (
    select
        indicator,
        sum(facts) over (order by facts, indicator) // $most as turn
    from counted
)

select list(indicator order by indicator)
from placed
group by turn
order by turn
