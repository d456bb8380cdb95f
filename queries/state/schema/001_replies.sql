-- One row per answer that an enterprise gave to what is shown of it; `kpi` is empty where it is about the enterprise as a whole.
-- `shown` is the figure as it stood there when the answer was given, in words. Answers are added, never changed.
create table replies (
    reply_id integer primary key,
    enterprise_id text not null,
    kpi text not null,
    reply text not null,
    given_by text not null,
    given_on text not null,
    snapshot_id text not null,
    shown text not null
)
