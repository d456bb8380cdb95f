-- Open to every viewer.
select * from base.breakdowns
