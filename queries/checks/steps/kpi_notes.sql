-- What is noted of each KPI while it is at hand, for the rules that look at all of them together.
create table kpi_repeats (enterprise_id varchar, kpi varchar, row_no bigint, part varchar, rows bigint, repeated boolean);

create table kpi_digits (kpi varchar, trainer_id varchar, iso3 varchar, row_no bigint, part varchar, counts bigint, rounded bigint);

create table kpi_ranges (kpi varchar, low double, high double)
