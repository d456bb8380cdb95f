-- How many rows of one table belong to each step of a comparison, and whether any key is there twice.
-- One row per step.
select
    step,
    count(*) as rows_of_step
from compared.$table
group by step
order by step
