-- One row per enterprise, with its sector and its size band by the latest count of its workforce.
with
latest as (
    select
        enterprise_id,
        women,
        men,
        measured_on
    from workforce
    qualify row_number() over (partition by enterprise_id order by measured_on desc) = 1
)

select
    e.enterprise_id,
    row_number() over (order by e.iso3, e.enterprise_id)::integer as enterprise_no,
    e.name,
    e.iso3,
    e.region,
    e.latitude,
    e.longitude,
    e.isic,
    coalesce(s.sector, 'other') as sector,
    e.legal_form,
    e.women_led,
    e.women_owned,
    e.joined_on,
    e.closed_on,
    e.benchmark_consent_on,
    l.women,
    l.men,
    l.measured_on as workforce_on,
    case
        when l.women + l.men is null then 'unknown'
        when l.women + l.men < 10 then 'micro'
        when l.women + l.men < 50 then 'small'
        when l.women + l.men < 250 then 'medium'
        else 'large'
    end as size
from enterprises as e
left join sectors as s on e.isic = s.division
left join latest as l on e.enterprise_id = l.enterprise_id
order by e.iso3, e.enterprise_id
