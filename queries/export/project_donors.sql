-- One row per project and donor.
-- Written from data/contract/project_donors.yaml by `make contract`; change that file instead.
select
    project_id::varchar as project_id,
    donor_id::varchar as donor_id,
    share::double as share
from read_parquet($files)
