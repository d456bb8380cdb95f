-- One row: does a text of the column have decimals after a point that can be nothing else?
select count(*) > 0 as points
from the_sent as s
where regexp_matches(s.the_column, '^\s*[+-]?(\d*\.(\d{1,2}|\d{4,})|0\.\d+)\s*$')
