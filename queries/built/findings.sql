-- What the check of the export found, as it was handed to the publisher: none where it was not checked.
create table raw.findings (
    severity varchar not null,
    table_name varchar not null,
    row_no bigint,
    column_name varchar,
    value varchar,
    rule varchar not null,
    advice varchar,
    enterprise_id varchar,
    iso3 varchar
)
