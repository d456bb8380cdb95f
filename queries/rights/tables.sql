-- Which tables does the snapshot hold?
-- One row per table of the schema, by name.
select table_name
from information_schema.tables
where table_schema = $schema
order by table_name
