-- Open to every viewer.
select * from base.practices
