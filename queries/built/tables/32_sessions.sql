-- One row per event, placed in a country (a visit without one is where its enterprise is), and whether it was held.
-- An event that is marked planned though its day has passed is neither held nor to come: it is `not_confirmed`.
-- `trainer_level` is the highest stage that one of its trainers had reached by then, in whatever module.
-- `listed` counts the persons named in its list, whatever their role; null where there is no list.
with
levels as (
    select
        t.session_id,
        max(
            case m.stage when 'expert' then 3 when 'certified' then 2 when 'instructed' then 1 else 0 end
        ) as level,
        count(distinct t.trainer_id) as trainers
    from session_trainers as t
    inner join sessions as s on t.session_id = s.session_id
    left join trainer_modules as m on t.trainer_id = m.trainer_id and s.starts_on >= m.reached_on
    group by t.session_id
),

lists as (
    select
        a.session_id,
        count(*) as listed,
        count(*) filter (where a.sex = 'female') as women,
        count(*) filter (where a.sex = 'male') as men,
        count(*) filter (where a.sex = 'other') as other,
        count(*) filter (where a.sex = 'unknown') as unknown
    from attendances as a
    group by a.session_id
)

select
    s.session_id,
    s.kind,
    s.module,
    s.project_id,
    coalesce(s.iso3, e.iso3) as iso3,
    s.enterprise_id,
    s.starts_on,
    s.days,
    s.partner_id,
    s.planned,
    case
        when s.planned and s.starts_on > $as_of then 'planned'
        when s.planned then 'not_confirmed'
        when s.starts_on > $as_of then 'planned'
        else 'held'
    end as state,
    s.kind in ('classroom', 'visit', 'online') as trains_enterprises,
    s.participants,
    n.listed,
    n.women as listed_women,
    n.men as listed_men,
    n.other as listed_other,
    n.unknown as listed_unknown,
    coalesce(l.trainers, 0) as trainers,
    case l.level when 3 then 'expert' when 2 then 'certified' when 1 then 'instructed' end as trainer_level,
    s.recorded_on
from sessions as s
left join enterprises as e on s.enterprise_id = e.enterprise_id
left join levels as l on s.session_id = l.session_id
left join lists as n on s.session_id = n.session_id
order by s.starts_on, s.session_id
