-- How did an enterprise and its peers move over time, quarter by quarter?
-- One row per calendar quarter in which any enterprise reported the KPI, from a year before the enterprise's own first value (or
-- five years before the as-of day). Each value is a quarter's ratio of sums (of scores, counts and amounts the mean); where units
-- differ it is the change since the own baseline in percent. Peers are alike as in `enterprises/peer_benchmarks`, with or without a
-- recent value; unless the reader chose a step, they are widened until half of the enterprise's own quarters have ten. A quarter
-- with fewer tells none of theirs; deciles are told from thirty.
-- kind: peers
-- filters: none
-- measures: p10, p20, p25, p30, p40, p50, p60, p70, p75, p80, p90 results about peers in peers
-- keys: value, step
-- parameters: enterprise = '', kpi = '', peers = 'auto'
with
own as (
    select
        s.*,
        k.comparable
    from peer_subjects as s
    inner join kpis as k on s.kpi = k.kpi
    where s.kpi = $kpi
),

own_quarters as (
    select
        q.quarter_on,
        q.value
    from kpi_quarters as q
    where q.kpi = $kpi and q.enterprise_id = $enterprise
),

spans as (
    select coalesce(min(o.quarter_on) - interval 12 month, $as_of::date - interval 60 month) as from_on
    from own_quarters as o
),

quarters as (
    select distinct q.quarter_on
    from kpi_quarters as q
    cross join spans as s
    where q.kpi = $kpi and q.quarter_on >= s.from_on
),

-- How alike the others are: the closest step at which they are peers.
others as (
    select
        q.quarter_on,
        q.enterprise_id,
        q.value,
        case
            when s.sector = q.sector and s.size = q.size and s.world_region = q.world_region and s.start = q.start then 1
            when s.sector = q.sector and s.size = q.size and s.world_region = q.world_region then 2
            when s.sector = q.sector and s.size = q.size then 3
            when s.sector = q.sector then 4
            else 5
        end as closest
    from own as s
    inner join kpi_quarters as q on s.kpi = q.kpi and s.enterprise_id <> q.enterprise_id
    cross join spans as n
    where q.kpi = $kpi and q.peer and q.quarter_on >= n.from_on
),

near as (
    select
        o.quarter_on,
        o.closest,
        count(*) as peers
    from others as o
    group by o.quarter_on, o.closest
),

enough as (
    select
        n.quarter_on,
        w.step
    from near as n
    inner join own_quarters as q on n.quarter_on = q.quarter_on
    inner join (values (1), (2), (3), (4), (5)) as w (step) on n.closest <= w.step
    group by n.quarter_on, w.step
    having sum(n.peers) >= 10
),

covering as (
    select e.step
    from enough as e
    group by e.step
    having 2 * count(*) >= (select count(*) from own_quarters)
),

steps as (
    select
        case
            when $peers <> 'auto' then max(s.chosen_step)
            else coalesce(min(c.step), max(s.step))
        end as step
    from own as s
    left join covering as c on s.step <= c.step
),

peers_given as (
    select
        o.quarter_on as part,
        o.value,
        row_number() over (partition by o.quarter_on order by o.value, o.enterprise_id) as place,
        count(*) over (partition by o.quarter_on) as peers
    from others as o
    inner join steps as s on o.closest <= s.step
),

counted as (
    select
        r.part as quarter_on,
        max(r.peers) as peers
    from peers_given as r
    where r.peers >= 10
    group by r.part
)

select
    q.quarter_on,
    k.kpi,
    k.title,
    k.unit,
    k.type,
    k.better,
    case when k.comparable then 'level' else 'change' end as compared,
    k.amount,
    p.step::integer as step,
    o.value,
    c.peers::bigint as peers,
    b.p10,
    b.p20,
    b.p25,
    b.p30,
    b.p40,
    b.p50,
    b.p60,
    b.p70,
    b.p75,
    b.p80,
    b.p90,
    case when c.peers is null then 'too_few' else 'shown' end as status
from quarters as q
inner join own as s on true
inner join kpis as k on s.kpi = k.kpi
cross join steps as p
left join own_quarters as o on q.quarter_on = o.quarter_on
left join counted as c on q.quarter_on = c.quarter_on
left join peer_bands as b on q.quarter_on = b.part
order by q.quarter_on
