-- What moved between two snapshots, and why?
-- One row per indicator and place, the programme (an empty code) first. The parts are taken in the order of the columns, each from
-- the state that the one before it left; together they are the whole movement. A movement from or to no value has no parts.
-- kind: aggregate
-- filters: none
-- measures: old_value, new_value, definition, removed, revised, late, added by indicator in fewest
-- cells: country
-- keys: position
-- source: comparison
with
steps as (
    select
        m.indicator,
        m.place,
        m.status,
        m.old_value,
        m.new_value,
        max(case when m.step = 'definition' then m.part end) as definition,
        max(case when m.step = 'removed' then m.part end) as removed,
        max(case when m.step = 'revised' then m.part end) as revised,
        max(case when m.step = 'late' then m.part end) as late,
        max(case when m.step = 'new' then m.part end) as added,
        least(min(m.resting_on), min(case when m.enterprises > 0 then m.enterprises end)) as fewest
    from movements as m
    group by m.indicator, m.place, m.status, m.old_value, m.new_value
)

select
    s.indicator,
    i.position,
    s.place as iso3,
    c.name as country,
    s.status,
    s.old_value,
    s.new_value,
    s.definition,
    s.removed,
    s.revised,
    s.late,
    s.added,
    s.fewest::bigint as fewest
from steps as s
inner join indicators as i on s.indicator = i.indicator
left join countries as c on s.place = c.iso3
where s.status <> 'none'
order by i.position, s.place
