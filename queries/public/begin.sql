-- Begin a snapshot for the public: its answers, and the publications as they are.
create schema snapshot.base;
create table snapshot.base.answers (
    question varchar,
    filters varchar,
    parameters varchar,
    frame blob,
    withheld bigint
)
