-- One revised number.
insert into base.revisions values ($table_name, $row_key, $column_name, $enterprise_id, $old_value, $new_value)
