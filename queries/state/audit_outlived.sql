-- Which is the last entry of the audit that, with all before it, is older than a moment?
-- One row, or none.
with
kept as (
    select min(b.entry_id) as first_kept
    from audit as b
    where b.noted_at >= $before
)

select
    a.entry_id,
    a.chain
from audit as a
cross join kept as k
where k.first_kept is null or a.entry_id < k.first_kept
order by a.entry_id desc
limit 1
