-- Of the viewer's own scope.
select t.*
from base.trainers as t
semi join viewer_trainers as v on t.trainer_id = v.trainer_id
