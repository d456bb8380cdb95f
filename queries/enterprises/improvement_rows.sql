-- Which improvement projects lie behind the counts, and which of them are marked?
-- One row per improvement project, marked ones first, then the newest, and at most 5,000 of them. `flag` says why one is marked: far from
-- what others of its category save (`times_usual` is how many times as much), a sign or unit that cannot be meant, or an enterprise with
-- more than 100 of them. `saving` is as given; `usd` at `rate`, for recurring ones a year. `enterprise` shows one enterprise's only, `find` those
-- whose name or id holds these words.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: saving, amount, usd, usual_usd, times_usual counts projects; of_enterprise, days counts projects
-- keys: rate
-- parameters: enterprise = '', find = '', flagged = 'all'
select
    i.improvement_id,
    i.enterprise_id,
    e.name as enterprise,
    i.iso3,
    c.name as country,
    i.title,
    i.category_title as category,
    m.title as module,
    i.proposed_by,
    i.status,
    i.timing,
    i.started_on,
    i.completed_on,
    i.days::bigint as days,
    i.saving,
    i.currency,
    i.saving_period,
    i.saving_basis,
    i.amount,
    i.rate,
    i.usd,
    i.usual_usd,
    i.times_usual,
    i.of_enterprise,
    coalesce(i.saving_flag, case when i.many_projects then 'many_projects' end) as flag,
    i.photo_before is not null or i.photo_after is not null as has_photos
from improvements_in_view as i
inner join enterprises as e on i.enterprise_id = e.enterprise_id
left join countries as c on i.iso3 = c.iso3
left join modules as m on i.module = m.module
where
    ($enterprise = '' or i.enterprise_id = $enterprise)
    and ($find = '' or lower(e.name) like '%' || lower($find) || '%' or lower(e.enterprise_id) = lower($find))
    and ($flagged <> 'only' or i.saving_flag is not null or i.many_projects)
order by
    case when i.saving_flag is not null then 0 when i.many_projects then 1 else 2 end,
    i.counted_on desc,
    i.improvement_id
limit 5000
