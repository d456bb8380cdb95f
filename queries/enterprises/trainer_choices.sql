-- Which trainers can be chosen?
-- One row per trainer with a workshop in view, by id: those whose id holds the `words`, at most 100 of `found`, and the one that is chosen.
-- kind: rows
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: none
-- keys: enterprises, found
-- parameters: words = '', trainer = ''
with
working as (
    select
        g.trainer_id,
        count(distinct g.enterprise_id) as enterprises,
        max(g.counted_on) as last_on
    from engagements_in_view as g
    where g.trained and g.trainer_id is not null
    group by g.trainer_id
),

found_now as (
    select
        t.trainer_id,
        t.iso3,
        w.enterprises,
        w.last_on,
        t.trainer_id = $trainer as chosen,
        contains(lower(t.trainer_id), lower(trim($words))) as fits
    from trainers as t
    inner join working as w on t.trainer_id = w.trainer_id
    where t.trainer_id = $trainer or contains(lower(t.trainer_id), lower(trim($words)))
),

ranked as (
    select
        f.*,
        count(case when f.fits then 1 end) over () as found,
        row_number() over (order by case when f.chosen then 0 else 1 end, f.trainer_id) as place
    from found_now as f
)

select
    r.trainer_id,
    r.iso3,
    c.name as country,
    r.enterprises::bigint as enterprises,
    r.last_on,
    r.chosen,
    r.found::bigint as found
from ranked as r
left join countries as c on r.iso3 = c.iso3
where r.place <= 100
order by r.trainer_id
