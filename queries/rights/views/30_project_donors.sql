-- Open to every viewer.
select * from base.project_donors
