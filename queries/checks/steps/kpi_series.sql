-- One row per series of `kpi_rows`, in plain numbers: rules look closer only at series in which they can find something.
create or replace table kpi_series as
select
    k.series,
    count(k.value) as known,
    min(k.value) as lowest,
    max(k.value) as highest,
    sum(case when k.value is not null then k.numerator end) as above,
    sum(case when k.value is not null then k.denominator end) as below,
    min(hash(k.numerator_unit, k.denominator_unit, k.currency))
    <> max(hash(k.numerator_unit, k.denominator_unit, k.currency)) as mixed_units
from kpi_rows as k
group by k.series
