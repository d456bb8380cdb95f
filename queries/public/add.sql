-- Keep one answer as the public is given it.
insert into snapshot.base.answers
values ($question, $filters, $parameters, $frame, $withheld)
