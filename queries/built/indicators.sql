-- One row per indicator of the catalogue: what questions need of it.
create table raw.indicators (
    indicator varchar primary key,
    indicator_no smallint not null,
    position integer not null,
    aggregation varchar not null,
    level varchar not null,
    unit varchar not null,
    better varchar not null,
    minimum_n integer not null,
    last_12_months boolean not null,
    is_result boolean not null,
    kpi varchar,
    plausible_low double,
    plausible_high double,
    honours_donor boolean not null,
    honours_module boolean not null,
    honours_sector boolean not null
)
