-- Which improvement projects have photos of before and after, and may they be shown?
-- One row per improvement project that names a photo, the newest first. `may_show` says that the enterprise has agreed by the as-of day;
-- the files themselves are opened by the gate, for who may see the row.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- parameters: improvement = ''
select
    i.improvement_id,
    i.enterprise_id,
    e.name as enterprise,
    i.iso3,
    c.name as country,
    i.title,
    i.category_title as category,
    i.started_on,
    i.completed_on,
    i.photo_before,
    i.photo_after,
    i.photo_consent_on,
    coalesce(i.photo_consent_on <= $as_of, false) as may_show
from improvements_in_view as i
inner join enterprises as e on i.enterprise_id = e.enterprise_id
left join countries as c on i.iso3 = c.iso3
where
    ($improvement = '' or i.improvement_id = $improvement)
    and (i.photo_before is not null or i.photo_after is not null)
order by i.counted_on desc, i.improvement_id
