-- One finding.
insert into raw.findings
values ($severity, $table_name, $row_no, $column_name, $value, $rule, $advice, $enterprise_id, $iso3)
