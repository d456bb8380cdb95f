-- Open to every viewer.
select * from base.student_t
