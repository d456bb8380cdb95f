-- What a comparison holds: names of places, indicators and enterprises as of the new snapshot, and what moved.
-- Those removed since are among the enterprises too, as they were, so that the rights to their rows are known.
create schema base;
create table base.countries as select * from new.base.countries;
create table base.indicators as select * from new.base.indicators;
create table base.engagements as
select * from new.base.engagements
union all by name
select o.* from old.base.engagements as o anti join new.base.engagements as n on o.engagement_id = n.engagement_id;
create table base.enterprises as
select * from new.base.enterprises
union all by name
select o.* from old.base.enterprises as o anti join new.base.enterprises as n on o.enterprise_id = n.enterprise_id;
create table base.movements (
    indicator varchar not null,
    place varchar not null,
    step_no integer not null,
    step varchar not null,
    status varchar not null,
    old_value double,
    new_value double,
    part double,
    enterprises bigint,
    resting_on bigint
);
create table base.row_changes (
    table_name varchar not null,
    step varchar not null,
    changed_rows bigint not null
);
create table base.revisions (
    table_name varchar not null,
    row_key varchar not null,
    column_name varchar not null,
    enterprise_id varchar,
    old_value double,
    new_value double
);
