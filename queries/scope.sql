-- noqa: disable=ST03
-- The shared filters, once. The loader puts the steps that a question names before it.
-- An empty list, and a null day, restrict nothing. Days run from the first, to before the last.
with
-- A country is named by its code, or by the code of its region.
countries_in_view as (
    select c.iso3
    from countries as c
    where len($country) = 0 or list_contains($country, c.iso3) or list_contains($country, c.region)
),

projects_in_view as (
    select p.project_id
    from projects as p
    where
        (len($project) = 0 or list_contains($project, p.project_id))
        and (
            len($donor) = 0
            or p.project_id in (
                select d.project_id from project_donors as d
                where list_contains($donor, d.donor_id)
            )
        )
),

enterprises_in_view as (
    select e.*
    from enterprises as e
    where
        (len($country) = 0 or e.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($sector) = 0 or list_contains($sector, e.sector))
        and (len($size) = 0 or list_contains($size, e.size))
        and ($women_led::boolean is null or e.women_led = $women_led::boolean)
),

engagements_in_view as (
    select g.*
    from engagements as g
    semi join enterprises_in_view as e on g.enterprise_id = e.enterprise_id
    where
        (len($module) = 0 or list_contains($module, g.module))
        and (
            (len($project) = 0 and len($donor) = 0)
            or g.project_id in (select p.project_id from projects_in_view as p)
        )
        and ($from_on::date is null or g.counted_on >= $from_on::date)
        and g.counted_on < $before_on::date
),

-- Attendances of workers and managers at held training sessions; the sector, size and leadership are the enterprise's.
participations_in_view as (
    select p.*
    from participations as p
    where
        (len($country) = 0 or p.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, p.module))
        and (len($sector) = 0 or list_contains($sector, p.sector))
        and (len($size) = 0 or list_contains($size, p.size))
        and ($women_led::boolean is null or p.women_led = $women_led::boolean)
        and (
            (len($project) = 0 and len($donor) = 0)
            or p.project_id in (select q.project_id from projects_in_view as q)
        )
        and ($from_on::date is null or p.happened_on >= $from_on::date)
        and p.happened_on < $before_on::date
),

-- Practices of enterprises before and after the training, or due to be looked at again: see `practice_pairs`.
practice_pairs_in_view as (
    select
        p.*,
        e.name as enterprise,
        e.sector,
        e.size,
        e.women_led
    from practice_pairs as p
    inner join enterprises_in_view as e on p.enterprise_id = e.enterprise_id
    where
        (len($module) = 0 or list_contains($module, p.counts_for))
        and (
            (len($project) = 0 and len($donor) = 0)
            or p.project_id in (select q.project_id from projects_in_view as q)
        )
        and ($from_on::date is null or p.counted_on >= $from_on::date)
        and p.counted_on < $before_on::date
),

-- Events of every kind, held or not. Those after the as-of day are in view only where no period is chosen.
sessions_in_view as (
    select s.*
    from sessions as s
    where
        (len($country) = 0 or s.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, s.module))
        and (
            (len($project) = 0 and len($donor) = 0)
            or s.project_id in (select q.project_id from projects_in_view as q)
        )
        and ($from_on::date is null or s.starts_on >= $from_on::date)
        and (s.starts_on < $before_on::date or ($from_on::date is null and s.starts_on > $as_of))
),

-- Deliveries of training sessions up to the end of the period; `recent` are those of its last twelve months, and not before it.
deliveries_in_view as (
    select
        d.*,
        d.happened_on >= greatest($recent_from_on::date, coalesce($from_on::date, $recent_from_on::date)) as recent
    from deliveries as d
    where
        (len($country) = 0 or d.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, d.module))
        and (
            (len($project) = 0 and len($donor) = 0)
            or d.project_id in (select p.project_id from projects_in_view as p)
        )
        and d.happened_on < $before_on::date
),

-- Improvement projects by all filters but the period.
improvements_in_scope as (
    select i.*
    from improvements as i
    where
        (len($country) = 0 or i.iso3 in (select c.iso3 from countries_in_view as c))
        and (len($module) = 0 or list_contains($module, i.module))
        and (len($sector) = 0 or list_contains($sector, i.sector))
        and (len($size) = 0 or list_contains($size, i.size))
        and ($women_led::boolean is null or i.women_led = $women_led::boolean)
        and (
            (len($project) = 0 and len($donor) = 0)
            or i.project_id in (select p.project_id from projects_in_view as p)
        )
),

-- Those planned for a day after the as-of day are in view only where no period is chosen.
improvements_in_view as (
    select i.*
    from improvements_in_scope as i
    where
        ($from_on::date is null or i.counted_on >= $from_on::date)
        and (i.counted_on < $before_on::date or ($from_on::date is null and i.counted_on > $as_of))
),

-- Pairs of baseline and endline of the enterprises in view, and who was asked and gave none. Modules and projects are bridges:
-- the pair of an enterprise is the same in each of its modules, so that their parts are never added up. What is not due yet is
-- in view only where no period is chosen.
pairs_in_view as (
    select p.*
    from kpi_pairs as p
    semi join enterprises_in_view as e on p.enterprise_id = e.enterprise_id
    where
        (
            (len($module) = 0 and len($project) = 0 and len($donor) = 0)
            or p.enterprise_id in (
                select g.enterprise_id from engagements as g
                where
                    g.trained
                    and (len($module) = 0 or list_contains($module, g.module))
                    and (
                        (len($project) = 0 and len($donor) = 0)
                        or g.project_id in (select q.project_id from projects_in_view as q)
                    )
            )
        )
        and ($from_on::date is null or p.counted_on >= $from_on::date)
        and (p.counted_on < $before_on::date or ($from_on::date is null and p.status = 'not_due'))
),

-- The enterprise that is compared, one row for each KPI, with the step of its peers that the reader chose (see `kpi_levels`).
peer_subjects as (
    select
        l.*,
        case $peers
            when 'alike' then 1
            when 'region' then 2
            when 'size' then 3
            when 'sector' then 4
            when 'all' then 5
            else l.step
        end as chosen_step
    from kpi_levels as l
    where l.enterprise_id = $enterprise
),

-- Its peers that have a value, one row for each KPI and peer; never the enterprise itself, nor one without consent.
peers_in_view as (
    select
        s.kpi,
        p.enterprise_id,
        p.value,
        s.value as own
    from peer_subjects as s
    inner join kpi_levels as p
        on
            s.kpi = p.kpi
            and s.enterprise_id <> p.enterprise_id
            and (s.chosen_step > 4 or s.sector = p.sector)
            and (s.chosen_step > 3 or s.size = p.size)
            and (s.chosen_step > 2 or s.world_region = p.world_region)
            and (s.chosen_step > 1 or s.start = p.start)
    where p.consents and p.status = 'shown' and s.chosen_step is not null
),

-- Targets of the projects in view, by the year in which they are due, each with its status; see `target_lines`. Of a country are its own
-- targets, and those of projects that train in no other. A target of zero has no margin. `is_current`: the last one of its line that
-- is due or, where none is, the first that is not.
targets_in_view as (
    select
        l.*,
        100e0 * (l.actual - coalesce(l.baseline, 0e0)) / nullif(l.target - coalesce(l.baseline, 0e0), 0e0) as progress,
        case
            when not l.due then 'not_due'
            when l.actual is null then 'not_reporting'
            when l.target = 0e0 and l.actual = 0e0 then 'on_track'
            when l.target <> 0e0 and abs(l.actual - l.target) <= abs(l.target) * $margin * 1e-2 + 1e-9 then 'on_track'
            when (l.actual > l.target) = (l.better = 'higher') then 'ahead'
            else 'behind'
        end as status,
        row_number() over (
            partition by l.line_no
            order by l.due desc, case when l.due then l.ends_on end desc, l.ends_on, l.starts_on
        ) = 1 as is_current
    from target_lines as l
    semi join projects_in_view as p on l.project_id = p.project_id
    where
        ($from_on::date is null or (year(l.ends_on) >= year($from_on::date) and l.starts_on < $before_on::date))
        and ($from_on::date is null or year(l.ends_on) <= year($before_on::date - interval 1 day))
        and (
            len($country) = 0
            or l.iso3 in (select c.iso3 from countries_in_view as c)
            or (
                l.iso3 is null
                and l.project_id in (select g.project_id from engagements as g)
                and l.project_id not in (
                    select g.project_id
                    from engagements as g
                    where g.project_id is not null and g.iso3 not in (select c.iso3 from countries_in_view as c)
                )
            )
        )
),

-- What indicators measured, of all time: `sums` for whatever adds up, `units` for what must be counted once.
-- A filter that an indicator does not honour leaves its cells as they are, and the page says so.
cells_in_scope as not materialized (
    select f.*
    from indicator_cells as f
    where
        (len($country) = 0 or list_contains($country, f.iso3) or list_contains($country, f.region))
        and (len($module) = 0 or not f.honours_module or list_contains($module, f.module))
        and (len($sector) = 0 or not f.honours_sector or list_contains($sector, f.sector))
        and (len($size) = 0 or not f.honours_sector or list_contains($size, f.size))
        and ($women_led::boolean is null or not f.honours_sector or f.women_led = $women_led::boolean)
        and (len($project) = 0 or not f.honours_donor or list_contains($project, f.project_id))
        and (len($donor) = 0 or not f.honours_donor or list_has_any($donor, f.donors))
)

-- For linters only.
select 1 as linted
