-- How does an enterprise stand among its peers, KPI by KPI, and where could it improve most?
-- One row per KPI that the enterprise was asked for or reported, the largest potential first. Peers are other enterprises that
-- consent to be compared and have a value no older than 36 months: of the same sector, size band, region of the world and third
-- of the starting level (step 1), widened until there are ten: without the starting level (2), the region (3), the size (4), and
-- the sector (5); or the step that the reader chose. With fewer than ten nothing is told. `value` is the enterprise's own, from
-- the last six months of its series: a level, or where units differ (`compared` is change) the change since its baseline in percent.
-- `better_than` and `same` count peers; where neither direction is better, those with a lower value. Quantiles have three
-- digits; deciles from thirty peers. A gap is what the enterprise lacks to the median, or to the best quartile: in the KPI's unit,
-- a month at its own volume, and in US dollars where the KPI is money. `potential` is the gap to the best quartile in widths of
-- the peers' middle half.
-- kind: peers
-- filters: none
-- measures: p10, p20, p25, p30, p40, p50, p60, p70, p75, p80, p90, better_than, same, gap_median, gap_best, gap_monthly, gap_usd, potential results about peers in peers
-- keys: value, step, first_step, position
-- parameters: enterprise = '', peers = 'auto'
with
peers_given as (
    select
        p.kpi as part,
        p.value,
        p.own,
        row_number() over (partition by p.kpi order by p.value, p.enterprise_id) as place,
        count(*) over (partition by p.kpi) as peers
    from peers_in_view as p
),

counted as (
    select
        r.part as kpi,
        count(*) as peers,
        count(case when r.value < r.own then 1 end) as below,
        count(case when r.value = r.own then 1 end) as same,
        count(case when r.value > r.own then 1 end) as above
    from peers_given as r
    group by r.part
    having count(*) >= 10
),

gaps as (
    select
        s.kpi,
        case when k.sign <> 0 then greatest(0e0, k.sign * (b.p50 - s.value)) end as gap_median,
        case
            when k.sign > 0 then greatest(0e0, b.p75 - s.value)
            when k.sign < 0 then greatest(0e0, s.value - b.p25)
        end as gap_best
    from peer_subjects as s
    inner join kpis as k on s.kpi = k.kpi
    inner join peer_bands as b on s.kpi = b.part
    where s.value is not null
),

potentials as (
    select
        g.*,
        case
            when b.p75 > b.p25 then g.gap_best / nullif(b.p75 - b.p25, 0e0)
            when g.gap_best > 0e0 then 1e0
            else g.gap_best
        end as potential
    from gaps as g
    inner join peer_bands as b on g.kpi = b.part
)

select
    s.kpi,
    k.title,
    k.unit,
    k.type,
    k.better,
    case when k.comparable then 'level' else 'change' end as compared,
    k.amount,
    s.value,
    s.from_on,
    s.to_on,
    s.status as own_status,
    s.sector,
    s.size,
    s.world_region,
    s.chosen_step::integer as step,
    s.first_step,
    c.peers::bigint as peers,
    (case when s.value is not null then case when k.sign < 0 then c.above else c.below end end)::bigint as better_than,
    (case when s.value is not null then c.same end)::bigint as same,
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
    p.gap_median,
    p.gap_best,
    case when k.comparable and k.type = 'ratio' then p.gap_best * s.monthly end as gap_monthly,
    case when k.comparable and k.type = 'ratio' then s.numerator_unit end as monthly_unit,
    case when k.comparable and k.amount then p.gap_best end as gap_usd,
    p.potential,
    case when c.peers is null then 'too_few' when s.status <> 'shown' then s.status else 'shown' end as status,
    k.position
from peer_subjects as s
inner join kpis as k on s.kpi = k.kpi
left join counted as c on s.kpi = c.kpi
left join peer_bands as b on s.kpi = b.part
left join potentials as p on s.kpi = p.kpi
order by p.potential desc nulls last, k.position
