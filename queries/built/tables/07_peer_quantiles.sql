-- One row per quantile of peers that is told, and the fewest peers from which it is: quartiles from ten, deciles from thirty.
select
    q.share::integer as share,
    q.fewest::integer as fewest
from (
    values
    (10, 30), (20, 30), (25, 10), (30, 30), (40, 30), (50, 10), (60, 30), (70, 30), (75, 10), (80, 30), (90, 30)
) as q (share, fewest)
order by share
