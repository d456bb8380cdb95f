-- One row per number of degrees of freedom, from four to 2,000 (more differ in the fourth digit): Student's t for a two-sided 95 %,
-- by its series, which is within 0.001.
select
    d.degrees::integer as degrees,
    1.959964e0 + 2.372271e0 / nullif(d.degrees, 0e0) + 2.822499e0 / nullif(power(d.degrees, 2), 0e0)
    + 2.55585e0 / nullif(power(d.degrees, 3), 0e0) + 1.589534e0 / nullif(power(d.degrees, 4), 0e0) as t
from generate_series(4, 2000) as d (degrees)
order by degrees
