-- When was the oldest entry of the audit noted?
-- One row, or none.
select a.noted_at
from audit as a
order by a.entry_id
limit 1
