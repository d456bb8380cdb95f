-- One row per day that cannot be, or that lies after the export though it has happened.
with
judged as (
    select
        s.row_no,
        s.part,
        s.the_enterprise as enterprise_id,
        s.the_country as iso3,
        s.the_column as value,
        case
            when s.the_column < date '1900-01-01' or s.the_column > date '2100-12-31' then 'unlikely_day'
            when $happened and s.the_column > $as_of then 'day_to_come'
        end as rule
    from the_table as s
)

select
    j.row_no,
    j.part,
    j.rule,
    j.value::varchar as value,
    ($as_of::date)::varchar as expected,
    j.enterprise_id,
    j.iso3
from judged as j
where j.rule is not null
