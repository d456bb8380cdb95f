-- Events in the coordinator's countries, and events that the trainer held.
select s.*
from base.sessions as s
where
    list_contains($countries, s.iso3)
    or s.session_id in (
        select t.session_id from base.session_trainers as t
        where list_contains($trainers, t.trainer_id)
    )
