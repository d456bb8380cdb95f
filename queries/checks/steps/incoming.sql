-- One row per row that is handed over.
select i.*
from incoming as i
