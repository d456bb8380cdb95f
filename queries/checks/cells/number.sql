-- One row per number that is not finite, or beyond its bounds (null: there is none).
with
judged as (
    select
        s.row_no,
        s.part,
        s.the_enterprise as enterprise_id,
        s.the_country as iso3,
        s.the_column as value,
        case
            when not isfinite(s.the_column::double) then 'not_finite'
            when s.the_column < $at_least or s.the_column > $at_most then 'out_of_bounds'
        end as rule
    from the_table as s
)

select
    j.row_no,
    j.part,
    j.rule,
    j.value::varchar as value,
    concat_ws(' – ', $at_least, $at_most) as expected,
    j.enterprise_id,
    j.iso3
from judged as j
where j.rule is not null
