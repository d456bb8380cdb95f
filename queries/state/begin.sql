-- The steps of `state/schema` that have made this file.
-- One row per step.
create table if not exists applied (step text primary key)
