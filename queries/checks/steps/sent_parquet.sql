-- One row per row of the files: numbered from 1 within its file, and named by it; folders named column=value are columns.
select
    p.file_row_number + 1 as row_no,
    p.*
from
    read_parquet(
        $files, filename = 'part', file_row_number = true, hive_partitioning = true, hive_types_autocast = false, union_by_name = true
    ) as p
