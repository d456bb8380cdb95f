-- How are an enterprise's peers spread over a KPI?
-- One row per bin, from the lowest values to the highest, where there are ten peers or more; peers are those of
-- `enterprises/peer_benchmarks` at the same step. Bins begin at the lower quartile and are half as wide as the middle half; the
-- outermost are open (`low` or `high` is null), so that a bin tells a place and never a peer's own value. Where the quartiles are
-- one value, the bins are below, at and above it. A value on a limit belongs to the bin above. `own` marks the enterprise's bin.
-- kind: peers
-- filters: none
-- measures: in_bin, low, high results about peers in peers
-- keys: value, bin
-- parameters: enterprise = '', kpi = '', peers = 'auto'
with
ranked as (
    select
        p.value,
        row_number() over (order by p.value, p.enterprise_id) as place,
        count(*) over () as peers
    from peers_in_view as p
    where p.kpi = $kpi
),

wanted as (
    select
        q.share,
        max(r.peers) as peers,
        1e0 + q.share * (max(r.peers) - 1e0) / nullif(100e0, 0e0) as place
    from ranked as r
    inner join peer_quantiles as q on q.share in (25, 75) and r.peers >= 10
    group by q.share
),

exact as (
    select
        w.share,
        max(w.peers) as peers,
        sum(r.value * case when r.place = floor(w.place) then 1e0 - w.place + floor(w.place) else w.place - floor(w.place) end) as value
    from wanted as w
    inner join ranked as r on r.place between floor(w.place) and ceil(w.place)
    group by w.share
),

scaled as (
    select
        e.*,
        power(10e0, 2e0 - floor(log10(nullif(abs(e.value), 0e0)))) as digits
    from exact as e
),

quartiles as (
    select
        max(s.peers) as peers,
        max(case when s.share = 25 then coalesce(round(s.value * s.digits) / nullif(s.digits, 0e0), 0e0) end) as p25,
        max(case when s.share = 75 then coalesce(round(s.value * s.digits) / nullif(s.digits, 0e0), 0e0) end) as p75
    from scaled as s
    having count(*) = 2
),

widths as (
    select
        q.*,
        (q.p75 - q.p25) / nullif(2e0, 0e0) as width
    from quartiles as q
),

bins as (
    select
        b.bin,
        w.peers,
        w.p25,
        w.width,
        case when w.width > 0e0 and b.bin > -3 then w.p25 + b.bin * w.width end as low,
        case when w.width > 0e0 and b.bin < 4 then w.p25 + (b.bin + 1) * w.width end as high
    from (values (-3), (-2), (-1), (0), (1), (2), (3), (4)) as b (bin)
    inner join widths as w on w.width > 0e0 or b.bin between -1 and 1
),

-- The peers, and at place 0 the enterprise itself.
points as (
    select
        r.value,
        r.place
    from ranked as r

    union all

    select
        s.value,
        0 as place
    from peer_subjects as s
    where s.kpi = $kpi and s.value is not null
),

binned as (
    select
        case
            when w.width > 0e0 then least(4e0, greatest(-3e0, floor((p.value - w.p25) / nullif(w.width, 0e0))))
            when p.value < w.p25 then -1e0
            when p.value > w.p25 then 1e0
            else 0e0
        end as bin,
        p.place
    from points as p
    cross join widths as w
),

counted as (
    select
        b.bin,
        count(case when b.place > 0 then 1 end) as in_bin,
        max(case when b.place = 0 then 1 else 0 end) = 1 as own
    from binned as b
    group by b.bin
)

select
    b.bin::integer as bin,
    s.kpi,
    k.title,
    k.unit,
    k.type,
    k.better,
    case when k.comparable then 'level' else 'change' end as compared,
    k.amount,
    s.value,
    coalesce(b.low, case when b.width = 0e0 and b.bin in (0, 1) then b.p25 end) as low,
    coalesce(b.high, case when b.width = 0e0 and b.bin in (-1, 0) then b.p25 end) as high,
    coalesce(c.in_bin, 0)::bigint as in_bin,
    coalesce(c.own, false) as own,
    b.peers::bigint as peers
from bins as b
inner join peer_subjects as s on s.kpi = $kpi
inner join kpis as k on s.kpi = k.kpi
left join counted as c on b.bin = c.bin
order by b.bin
