-- One table as it is after some steps of a comparison: rows of the steps taken are the new ones, the others the old ones.
select unnest(case when step <= $taken then now else was end)
from compared.$table
where case when step <= $taken then $there_now else $there_before end
