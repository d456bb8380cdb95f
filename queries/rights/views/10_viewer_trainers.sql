-- The trainers of whom a scoped viewer may know one by one: those of the coordinator's countries, or the trainer's own self.
select t.trainer_id
from base.trainers as t
where list_contains($countries, t.iso3) or list_contains($trainers, t.trainer_id)
