-- Notes that a step was made.
insert into applied (step)
values ($step)
