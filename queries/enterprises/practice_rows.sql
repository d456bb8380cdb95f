-- What did enterprises answer on each practice, before, after and at the follow-up?
-- One row per enterprise and practice that was checked or whose endline is due, of one enterprise (`enterprise`) or of all in view; at most
-- 5,000, the newest first. `status` says whether both rounds have an answer, `outcome` what became of it, `later`
-- whether what was in place after still is at the follow-up, and `repeated` that the enterprise gave the same answers to everything in every round.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: pairs
-- parameters: enterprise = ''
select
    p.enterprise_id,
    p.enterprise,
    c.name as country,
    p.practice,
    q.title,
    m.title as module_title,
    p.before,
    p.before_on,
    p.after,
    p.after_on,
    p.follow_up,
    p.follow_up_on,
    p.status,
    p.outcome,
    case when p.held_on_follow_up then 'still' when not p.held_on_follow_up then 'lost_again' end as later,
    p.repeated,
    p.counted_on,
    count(*) over () as pairs
from practice_pairs_in_view as p
inner join practices as q on p.practice = q.practice
left join countries as c on p.iso3 = c.iso3
left join modules as m on p.module = m.module
where $enterprise = '' or p.enterprise_id = $enterprise
order by p.counted_on desc, p.enterprise_id, p.practice
limit 5000
