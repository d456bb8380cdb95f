-- The enterprises that a scoped viewer sees row by row: of the coordinator's countries, or the trainer's engagements.
select distinct e.enterprise_id
from base.enterprises as e
left join base.engagements as g on e.enterprise_id = g.enterprise_id
where list_contains($countries, e.iso3) or list_contains($trainers, g.trainer_id)
