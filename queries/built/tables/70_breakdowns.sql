-- One row per group that figures are broken down by: a year, role, sex, trainer level, module, country, sector, size, who leads,
-- number of modules, or trained and never trained, in its order.
-- An optional one is listed only where it occurs; the others also with 0.
with
listed as (
    select
        named.dimension,
        named.code,
        named.position,
        named.optional
    from (
        values
        ('total', 'all', 1, false),
        ('trained', 'all', 1, false),
        ('trained', 'trained', 2, false),
        ('trained', 'comparison', 3, true),
        ('size', 'micro', 1, false),
        ('size', 'small', 2, false),
        ('size', 'medium', 3, false),
        ('size', 'large', 4, false),
        ('size', 'unknown', 5, true),
        ('women_led', 'yes', 1, false),
        ('women_led', 'no', 2, false),
        ('women_led', 'unknown', 3, true),
        ('dose', '1', 1, false),
        ('dose', '2', 2, false),
        ('dose', '3', 3, false),
        ('dose', '4', 4, false),
        ('role', 'worker', 1, false),
        ('role', 'manager', 2, false),
        ('sex', 'female', 1, false),
        ('sex', 'male', 2, false),
        ('sex', 'other', 3, true),
        ('sex', 'unknown', 4, true),
        ('trainer_level', 'instructed', 1, false),
        ('trainer_level', 'certified', 2, false),
        ('trainer_level', 'expert', 3, false),
        ('trainer_level', 'unknown', 4, true),
        ('module', 'unknown', 9999, true),
        ('country', 'unknown', 9999, true),
        ('sector', 'unknown', 9999, true)
    ) as named (dimension, code, position, optional)
),

places as (
    select e.iso3 from enterprises as e
    union
    select s.iso3 from snapshot.base.sessions as s
)

select
    l.dimension,
    l.code,
    null::varchar as title,
    l.position::integer as position,
    l.optional
from listed as l

union all

select
    'year' as dimension,
    y.year::varchar as code,
    null as title,
    y.year::integer as position,
    false as optional
from generate_series(2000, year($as_of)) as y (year)

union all

select
    'module' as dimension,
    m.module as code,
    m.title,
    m.position,
    false as optional
from snapshot.base.module_lines as m

union all

select
    'country' as dimension,
    c.iso3 as code,
    c.name as title,
    row_number() over (order by c.name, c.iso3)::integer as position,
    false as optional
from countries as c
where c.iso3 in (select p.iso3 from places as p)

union all

select
    'sector' as dimension,
    s.sector as code,
    any_value(s.title) as title,
    row_number() over (order by any_value(s.title), s.sector)::integer as position,
    false as optional
from sectors as s
where s.sector in (select e.sector from snapshot.base.enterprises as e)
group by s.sector
order by dimension, position, code
