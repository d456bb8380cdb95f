-- One finding.
insert into raw.findings values ($severity, $table_name, $row_key, $column_name, $value, $rule, $advice)
