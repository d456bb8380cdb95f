-- One row per enterprise and practice that was checked by the as-of day: the first baseline, the last endline after it, and the last
-- follow-up after that. A second baseline, of a later engagement, does not move the first; what lies on its day or before is no endline.
with
first_baselines as (
    select
        k.enterprise_id,
        k.practice,
        k.engagement_id,
        k.answer,
        k.checked_on
    from practice_checks as k
    where k.phase = 'baseline' and k.checked_on <= $as_of
    qualify row_number() over (partition by k.enterprise_id, k.practice order by k.checked_on) = 1
),

last_endlines as (
    select
        k.enterprise_id,
        k.practice,
        k.engagement_id,
        k.answer,
        k.checked_on
    from practice_checks as k
    left join first_baselines as b on k.enterprise_id = b.enterprise_id and k.practice = b.practice
    where k.phase = 'endline' and k.checked_on <= $as_of and (b.checked_on is null or k.checked_on > b.checked_on)
    qualify row_number() over (partition by k.enterprise_id, k.practice order by k.checked_on desc) = 1
),

last_follow_ups as (
    select
        k.enterprise_id,
        k.practice,
        k.answer,
        k.checked_on
    from practice_checks as k
    inner join last_endlines as e on k.enterprise_id = e.enterprise_id and k.practice = e.practice
    where k.phase = 'follow_up' and k.checked_on <= $as_of and k.checked_on > e.checked_on
    qualify row_number() over (partition by k.enterprise_id, k.practice order by k.checked_on desc) = 1
)

select
    coalesce(b.enterprise_id, e.enterprise_id) as enterprise_id,
    coalesce(b.practice, e.practice) as practice,
    coalesce(e.engagement_id, b.engagement_id) as engagement_id,
    b.answer as before,
    b.checked_on as before_on,
    e.answer as after,
    e.checked_on as after_on,
    f.answer as follow_up,
    f.checked_on as follow_up_on
from first_baselines as b
full join last_endlines as e on b.enterprise_id = e.enterprise_id and b.practice = e.practice
left join last_follow_ups as f on e.enterprise_id = f.enterprise_id and e.practice = f.practice
