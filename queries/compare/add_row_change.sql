-- How many rows of one table belong to one step.
insert into base.row_changes values ($table_name, $step, $changed_rows)
