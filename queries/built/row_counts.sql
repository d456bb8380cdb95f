-- How many rows has each table of the snapshot?
-- One row per table, by name.
select
    table_name,
    estimated_size::bigint as row_count
from duckdb_tables()
where database_name = 'snapshot' and schema_name = 'base'
order by table_name
