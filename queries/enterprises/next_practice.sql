-- Which practice might an enterprise introduce next, to judge by the peers that did?
-- One row per practice that the enterprise does not have yet (`own`: no, or not_checked), for the KPI chosen: how the KPI changed
-- in peers that introduced it (no at the baseline, yes at the endline), `n_with`, beyond those that did not (no and no),
-- `n_without`. Peers are other enterprises that consent, have both measurements and started in the same third of the KPI
-- (`started_alike`; not where units differ or the enterprise has no baseline); by the reader's choice also of the same sector, size
-- band and region. Answers repeated in every round are left out. `difference` is that of the median changes: in the KPI's unit
-- (amounts in US dollars), or where units differ in percent of the baseline, with a 95 % interval by recovered variances, in three
-- digits. `clear` says that the interval lies on the better side altogether; those stand first, then the larger difference. With
-- fewer than ten peers on either side nothing is told. `typical` is the middle of all the differences told. Eager enterprises both
-- introduce practices and improve, and one of forty comparisons looks clear by chance: association, not proof.
-- kind: peers
-- filters: none
-- measures: difference, low, high, n_with, n_without results about peers in fewest; typical results about peers in fewest
-- keys: compared
-- parameters: enterprise = '', kpi = '', peers = 'auto'
with
own as (
    select
        s.enterprise_id,
        s.kpi,
        s.sector,
        s.size,
        s.world_region,
        s.start,
        k.title,
        k.unit,
        k.type,
        k.better,
        k.amount,
        k.comparable,
        k.sign,
        case $peers when 'alike' then 2 when 'region' then 2 when 'size' then 3 when 'sector' then 4 else 5 end as step
    from peer_subjects as s
    inner join kpis as k on s.kpi = k.kpi
    where s.kpi = $kpi and k.sign <> 0
),

alike as (
    select
        p.enterprise_id,
        case when s.comparable then p.change else p.percent end as moved
    from own as s
    inner join kpi_levels as l
        on
            s.kpi = l.kpi
            and s.enterprise_id <> l.enterprise_id
            and (s.start is null or s.start = l.start)
            and (s.step > 4 or s.sector = l.sector)
            and (s.step > 3 or s.size = l.size)
            and (s.step > 2 or s.world_region = l.world_region)
    inner join kpi_pairs as p on l.kpi = p.kpi and l.enterprise_id = p.enterprise_id
    where p.kpi = $kpi and p.status = 'paired' and p.consents
),

lacking as (
    select
        p.practice,
        p.title,
        case when o.practice is null then 'not_checked' else 'no' end as own
    from practices as p
    left join practice_pairs as o
        on p.practice = o.practice and o.enterprise_id = $enterprise and coalesce(o.follow_up, o.after, o.before) is not null
    where o.practice is null or coalesce(o.follow_up, o.after, o.before) = 'no'
),

moved as (
    select
        l.practice,
        p.outcome,
        a.enterprise_id,
        a.moved,
        row_number() over (partition by l.practice, p.outcome order by a.moved, a.enterprise_id) as place,
        count(*) over (partition by l.practice, p.outcome) as cases
    from lacking as l
    inner join practice_pairs as p on l.practice = p.practice
    inner join alike as a on p.enterprise_id = a.enterprise_id
    where p.outcome in ('gained', 'never') and not p.repeated and a.moved is not null
),

placed as (
    select
        m.*,
        coalesce(r.rank, case when m.cases > 2000 then floor(m.cases / nullif(2e0, 0e0) + 0.5e0 - 0.98e0 * sqrt(m.cases)) end) as rank
    from moved as m
    left join median_ranks as r on m.cases = r.n
    where m.cases >= 10
),

medians as (
    select
        p.practice,
        p.outcome,
        max(p.cases) as cases,
        median(p.moved) as middle,
        max(case when p.place = p.rank then p.moved end) as low,
        max(case when p.place = p.cases + 1 - p.rank then p.moved end) as high
    from placed as p
    group by p.practice, p.outcome
),

exact as (
    select
        w.practice,
        w.cases as n_with,
        n.cases as n_without,
        w.middle - n.middle as difference,
        w.middle - n.middle - sqrt(power(w.middle - w.low, 2) + power(n.high - n.middle, 2)) as low,
        w.middle - n.middle + sqrt(power(w.high - w.middle, 2) + power(n.middle - n.low, 2)) as high
    from medians as w
    inner join medians as n on w.practice = n.practice and n.outcome = 'never'
    where w.outcome = 'gained'
),

scaled as (
    select
        e.*,
        power(10e0, 2e0 - floor(log10(nullif(greatest(abs(e.low), abs(e.high)), 0e0)))) as digits
    from exact as e
),

rounded as (
    select
        s.practice,
        s.n_with,
        s.n_without,
        coalesce(round(s.difference * s.digits) / nullif(s.digits, 0e0), 0e0) as difference,
        coalesce(round(s.low * s.digits) / nullif(s.digits, 0e0), 0e0) as low,
        coalesce(round(s.high * s.digits) / nullif(s.digits, 0e0), 0e0) as high
    from scaled as s
),

overall as (
    select
        median(r.difference) as typical,
        count(*) as compared
    from rounded as r
),

judged as (
    select
        r.*,
        o.sign * r.difference as gain,
        case when o.sign > 0 then r.low > 0e0 else r.high < 0e0 end as clear
    from rounded as r
    cross join own as o
)

select
    l.practice,
    l.title,
    l.own,
    o.kpi,
    o.title as kpi_title,
    o.unit,
    o.type,
    o.better,
    o.amount,
    case when o.comparable then 'level' else 'change' end as compared_by,
    o.start is not null as started_alike,
    j.difference,
    j.low,
    j.high,
    coalesce(j.clear, false) as clear,
    j.n_with::bigint as n_with,
    j.n_without::bigint as n_without,
    least(j.n_with, j.n_without)::bigint as fewest,
    case when j.practice is not null then a.typical end as typical,
    a.compared::bigint as compared,
    case when j.practice is null then 'too_few' else 'shown' end as status
from lacking as l
cross join own as o
cross join overall as a
left join judged as j on l.practice = j.practice
order by coalesce(j.clear, false) desc, j.gain desc nulls last, l.title, l.practice
