-- One row per row whose key stands more than once; `$slices` and `$slice` part the keys, so that few are held at once.
with
hashed as (
    select hash(s.the_key) as hashed
    from the_table as s
    where hash(s.the_key) % $slices::ubigint = $slice::ubigint
),

twice as (
    select h.hashed
    from hashed as h
    group by h.hashed
    having count(*) > 1
),

likely as (
    select
        s.row_no,
        s.part,
        s.the_enterprise as enterprise_id,
        s.the_country as iso3,
        concat_ws(' / ', s.the_key) as value,
        count(*) over (partition by s.the_key) as alike
    from the_table as s
    where hash(s.the_key) in (select t.hashed from twice as t)
)

select
    l.row_no,
    l.part,
    'key_twice' as rule,
    l.value,
    '' as expected,
    l.enterprise_id,
    l.iso3
from likely as l
where l.alike > 1
