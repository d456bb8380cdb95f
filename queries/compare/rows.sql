-- noqa: disable=AL05
-- The rows of one table in two exports, matched by key: which step of a comparison each belongs to.
-- The loader fills in the contract's names. A row that was carried forward (blanks were filled in, and no number or day that was
-- stated has changed) is new or late, by the day that was filled in; any other change of a row is a revision.
create table compared.$table as
select
    o as was,
    n as now,
    case
        when $in_new is null then 1
        when $in_old is null and ($day)::date > $old_as_of::date then 4
        when $in_old is null and ($day)::date is not null then 3
        when $in_old is null then 4
        when not ($changed) then 0
        when ($restated) or not ($filled) then 2
        when coalesce($filled_on, ($day)::date, $old_as_of::date) > $old_as_of::date then 4
        else 3
    end::tinyint as step
from before.$table as o
full outer join after.$table as n on $matched
left join after.$parent as p on $of_parent
