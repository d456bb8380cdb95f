-- One row per text that is missing, or holds what text should not.
with
judged as (
    select
        s.row_no,
        s.part,
        the_enterprise as enterprise_id,
        the_country as iso3,
        left(s.the_column, 300) as value,
        case
            when $required and coalesce(trim(s.the_column), '') = '' then 'missing_value'
            when $free and length(s.the_column) > 10000 then 'too_long'
            when $free and regexp_matches(s.the_column, '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]') then 'control_character'
            when $free and contains(s.the_column, '�') then 'broken_letters'
            when $free and trim(s.the_column) <> s.the_column then 'blanks_around'
            when $free and regexp_matches(s.the_column, '^[=+@＝＋－＠-]') then 'formula_text'
        end as rule
    from the_sent as s
)

select
    j.row_no,
    j.part,
    j.rule,
    j.value,
    '' as expected,
    j.enterprise_id,
    j.iso3,
    count(*) over (partition by j.rule) as total
from judged as j
where j.rule is not null
qualify row_number() over (partition by j.rule order by j.part, j.row_no) <= $most
order by j.rule, j.part, j.row_no
