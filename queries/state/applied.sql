-- Which steps have made this file?
-- One row per step.
select a.step
from applied as a
order by a.step
