-- Is the trainer among those of whom the viewer may know one by one?
-- One row, which says so.
select count(*) > 0 as owns
from trainers as t
where t.trainer_id = $trainer
