-- One row per text that is missing, or holds what text should not.
with
judged as (
    select
        s.row_no,
        s.part,
        s.the_enterprise as enterprise_id,
        s.the_country as iso3,
        left(s.the_column, 300) as value,
        case
            when $required and coalesce(trim(s.the_column), '') = '' then 'missing_value'
            when length(s.the_column) > 10000 then 'too_long'
            when regexp_matches(s.the_column, '[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]') then 'control_character'
            when contains(s.the_column, '�') then 'broken_letters'
            when trim(s.the_column) <> s.the_column then 'blanks_around'
            when regexp_matches(s.the_column, '^[=+@＝＋－＠-]') then 'formula_text'
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
    j.iso3
from judged as j
where j.rule is not null
