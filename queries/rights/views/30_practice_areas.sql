-- Open to every viewer.
select * from base.practice_areas
