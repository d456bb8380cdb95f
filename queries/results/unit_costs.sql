-- What did the delivery of the training cost for each enterprise, person and improved enterprise?
-- One row per project in view, or one for all of them (`by`). Delivery cost of engagements past the workshop, whoever paid, in US dollars
-- at the rate of its year: never the budget, and without the cost of managing the programme. Both sides of a quotient are of the
-- engagements whose costs are known. An enterprise has improved where more of its KPIs improved than got worse, among those
-- measured again; its cost is that of the enterprises measured again. `value` is the cost recovery.
-- kind: projects
-- filters: donor, project
-- measures: value, cost_usd, per_enterprise, per_person by indicator in enterprises; improving, per_improved by indicator in measured_least; trained, engagements, without_costs, without_rate counts engagements; people counts people; measured counts enterprises
-- parameters: by = project
-- cells: project
with
funded as (
    select
        case when $by = 'all' then '' else g.project_id end as code,
        g.engagement_id,
        g.enterprise_id,
        g.module,
        g.project_id,
        d.engagement_id is not null and not d.without_rate as known,
        coalesce(d.without_rate, false) as without_rate,
        d.total_usd,
        d.recovered_usd
    from engagements as g
    semi join projects_in_view as v on g.project_id = v.project_id
    left join delivery_costs as d on g.engagement_id = d.engagement_id
    where g.trained
),

people as (
    select
        f.code,
        count(distinct p.person_no) as people
    from funded as f
    inner join participations as p
        on f.enterprise_id = p.enterprise_id and f.module = p.module and f.project_id = p.project_id
    where f.known
    group by f.code
),

judged as (
    select
        k.enterprise_id,
        sum(case k.outcome when 'improved' then 1 when 'worse' then -1 else 0 end) > 0 as improved
    from kpi_pairs as k
    where k.status = 'paired' and k.outcome is not null
    group by k.enterprise_id
),

costed as (
    select
        f.code,
        f.enterprise_id,
        sum(f.total_usd) as cost_usd
    from funded as f
    where f.known
    group by f.code, f.enterprise_id
),

by_enterprise as (
    select
        c.code,
        count(*) as enterprises,
        count(j.enterprise_id) as measured,
        count(*) filter (where j.improved) as improved,
        sum(case when j.enterprise_id is not null then c.cost_usd end) as measured_cost_usd
    from costed as c
    left join judged as j on c.enterprise_id = j.enterprise_id
    group by c.code
),

summed as (
    select
        f.code,
        count(*) as trained,
        count(*) filter (where f.known) as engagements,
        count(*) filter (where f.without_rate) as without_rate,
        sum(case when f.known then f.total_usd end) as cost_usd,
        sum(case when f.known then f.recovered_usd end) as recovered_usd
    from funded as f
    group by f.code
)

select
    'cost_recovery' as indicator,
    p.project_id,
    p.title,
    null::varchar as iso3,
    $by <> 'all' as whole,
    100e0 * s.recovered_usd / nullif(s.cost_usd, 0e0) as value,
    s.cost_usd,
    s.cost_usd / nullif(e.enterprises, 0) as per_enterprise,
    s.cost_usd / nullif(q.people, 0) as per_person,
    e.improved::bigint as improving,
    e.measured_cost_usd / nullif(e.improved, 0) as per_improved,
    coalesce(e.enterprises, 0)::bigint as enterprises,
    coalesce(q.people, 0)::bigint as people,
    coalesce(e.measured, 0)::bigint as measured,
    -- What was measured, or what was not, whichever is fewer: a figure of the ones gives that of the others.
    case
        when e.measured = e.enterprises then e.measured
        else least(coalesce(e.measured, 0), coalesce(e.enterprises - e.measured, 0))
    end::bigint as measured_least,
    coalesce(s.engagements, 0)::bigint as engagements,
    coalesce(s.trained, 0)::bigint as trained,
    coalesce(s.without_rate, 0)::bigint as without_rate,
    (coalesce(s.trained, 0) - coalesce(s.engagements, 0) - coalesce(s.without_rate, 0))::bigint as without_costs
from summed as s
left join by_enterprise as e on s.code = e.code
left join people as q on s.code = q.code
left join projects as p on s.code = p.project_id
order by p.starts_on, s.code
