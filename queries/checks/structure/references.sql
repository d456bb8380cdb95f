-- One row per value that is not in the table that it refers to.
with
lost as (
    select
        s.row_no,
        s.part,
        the_enterprise as enterprise_id,
        the_country as iso3,
        s.the_column as value
    from the_table as s
    where
        s.the_column is not null
        and not exists (select 1 from the_other as o where o.the_id = s.the_column)
)

select
    l.row_no,
    l.part,
    'lost_reference' as rule,
    l.value,
    $other as expected,
    l.enterprise_id,
    l.iso3,
    count(*) over () as total
from lost as l
qualify row_number() over (order by l.part, l.row_no) <= $most
order by l.part, l.row_no
