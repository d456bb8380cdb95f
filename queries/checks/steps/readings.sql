-- One row per table, column and value that is read otherwise than it is written, or that no reading fits (`rule`).
create table readings (
    table_name varchar not null,
    column_name varchar not null,
    given varchar not null,
    became varchar,
    rule varchar,
    expected varchar
)
