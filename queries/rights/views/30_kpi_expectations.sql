-- Open to every viewer.
select * from base.kpi_expectations
