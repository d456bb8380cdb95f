-- One row per value that is not in the table that it refers to.
select
    s.row_no,
    s.part,
    'lost_reference' as rule,
    s.the_column as value,
    $other as expected,
    s.the_enterprise as enterprise_id,
    s.the_country as iso3
from the_table as s
where
    s.the_column is not null
    and not exists (
        select 1 from the_other as o
        where o.the_id = s.the_column
    )
