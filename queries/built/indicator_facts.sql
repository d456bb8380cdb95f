-- One row per row that an indicator's SQL gives: the columns that every indicator has, and the indicator's code.
create table raw.indicator_facts (
    indicator varchar not null,
    iso3 varchar,
    enterprise_id varchar,
    project_id varchar,
    module varchar,
    sex varchar,
    role varchar,
    happened_on date not null,
    unit_id varchar,
    numerator double,
    denominator double
)
