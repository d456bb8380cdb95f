-- One row per sector of the programme: a group of ISIC rev. 4 divisions.
select
    sector,
    any_value(title) as title,
    count(*) as divisions
from sectors
group by sector
order by sector
