-- Which practices are to be checked at the enterprise, and what was answered so far?
-- One row per practice of a module that the enterprise of `enterprise` was trained in, or of no module, with the answers before the
-- training, after it and at the follow-up (null where not checked).
-- kind: rows
-- filters: none
-- measures: none
-- keys: module_position
-- parameters: enterprise = ''
with
taken as (
    select distinct g.module
    from engagements as g
    where g.enterprise_id = $enterprise and g.trained
)

select
    p.practice,
    p.title,
    p.module,
    m.title as module_title,
    r.before,
    r.before_on,
    r.after,
    r.after_on,
    r.follow_up,
    coalesce(m.position, 9999)::integer as module_position
from practices as p
left join module_lines as m on p.module = m.module
left join practice_pairs as r on p.practice = r.practice and r.enterprise_id = $enterprise
where
    (select count(*) from taken) > 0
    and (p.module is null or p.module in (select t.module from taken as t) or r.practice is not null)
order by module_position, p.title, p.practice
