-- The projects of which the viewer sees budgets, spending and targets as a whole: everybody's for the global team, the donor's own,
-- and for a coordinator those that train in the own countries alone.
with
places as (
    select
        g.project_id,
        min(case when list_contains($countries, g.iso3) then 1 else 0 end) as all_own
    from base.engagements as g
    where g.project_id is not null
    group by g.project_id
)

select p.project_id
from base.projects as p
left join places as s on p.project_id = s.project_id
where $everything or list_contains($projects, p.project_id) or s.all_own = 1
