-- One row per session in which people of enterprises were trained: held, not planned, by the as-of date.
select
    session_id,
    kind,
    module,
    project_id,
    iso3,
    enterprise_id,
    starts_on,
    participants,
    partner_id
from sessions
where
    not planned
    and starts_on <= $as_of
    and kind in ('classroom', 'visit', 'online')
