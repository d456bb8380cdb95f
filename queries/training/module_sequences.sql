-- In which order do enterprises take their modules?
-- One row per sequence of modules that at least `least` enterprises took, the most common `most` first, then one for all others
-- together. They are the whole sequences of all enterprises that were trained in view, each module where it was taken first.
-- kind: aggregate
-- filters: period, country, donor, project, module, sector, size, women_led
-- measures: n, share, enterprises counts enterprises
-- keys: place, modules, sequences
-- parameters: most = 15, least = 2
with
chosen as (
    select distinct g.enterprise_id
    from engagements_in_view as g
    where g.trained
),

ranked as (
    select
        p.sequence,
        p.steps as modules,
        count(*) as n,
        sum(count(*)) over () as enterprises,
        row_number() over (order by count(*) desc, p.steps, p.sequence) as place
    from enterprise_paths as p
    semi join chosen as c on p.enterprise_id = c.enterprise_id
    where p.step = 1
    group by p.sequence, p.steps
),

grouped as (
    select
        case when r.place <= $most and r.n >= $least then r.place else $most + 1 end as place,
        case when r.place <= $most and r.n >= $least then r.sequence end as sequence,
        case when r.place <= $most and r.n >= $least then r.modules end as modules,
        r.n,
        r.enterprises
    from ranked as r
)

select
    g.place::integer as place,
    g.sequence,
    g.modules::integer as modules,
    count(*) as sequences,
    sum(g.n)::bigint as n,
    100e0 * sum(g.n) / nullif(g.enterprises, 0) as share,
    g.enterprises::bigint as enterprises
from grouped as g
group by g.place, g.sequence, g.modules, g.enterprises
order by g.place
