-- One row per cell whose value no reading fits.
select
    s.row_no,
    s.part,
    m.rule,
    m.given as value,
    m.expected,
    s.the_enterprise as enterprise_id,
    s.the_country as iso3
from the_sent as s
inner join readings as m on m.given = s.the_column::varchar
where m.table_name = $table_name and m.column_name = $column_name and m.rule is not null
