-- Open to every viewer.
select * from base.module_lines
