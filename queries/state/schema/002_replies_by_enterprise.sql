-- Answers are read by enterprise.
create index replies_by_enterprise on replies (enterprise_id, kpi)
