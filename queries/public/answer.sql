-- What is the public given for a question, its filters and its parameters?
-- One row, or none where the snapshot holds no such answer.
select
    a.frame,
    a.withheld
from answers as a
where a.question = $question and a.filters = $filters and a.parameters = $parameters
order by a.question
