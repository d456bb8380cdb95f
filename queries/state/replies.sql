-- The answers of one enterprise, the newest first.
-- One row per answer.
select
    r.enterprise_id,
    r.kpi,
    r.reply,
    r.given_by,
    r.given_on,
    r.snapshot_id,
    r.shown
from replies as r
where r.enterprise_id = $enterprise_id
order by r.given_on desc, r.reply_id desc
