-- Which modules are valid where, and since when?
-- One row per version of a module: where it is valid (everywhere, unless a country has a version of its own), its number in the
-- teaching order there, and from when to when; a module without any version is listed.
-- kind: aggregate
-- filters: country, module
-- measures: none
-- keys: position, place
with
versions as (
    select
        v.module,
        v.iso3,
        v.position,
        v.valid_from,
        v.valid_to
    from module_versions as v
    where len($country) = 0 or v.iso3 is null or v.iso3 in (select c.iso3 from countries_in_view as c)
)

select
    m.module,
    m.title,
    v.iso3,
    c.name as country,
    v.position,
    v.valid_from,
    v.valid_to,
    coalesce(v.valid_from <= $as_of, true) and coalesce(v.valid_to >= $as_of, true) as in_force,
    a.title as adapted_from,
    r.title as replaced_by,
    m.position as place
from module_lines as m
inner join modules as o on m.module = o.module
left join versions as v on m.module = v.module
left join countries as c on v.iso3 = c.iso3
left join modules as a on o.adapted_from = a.module
left join modules as r on o.replaced_by = r.module
where len($module) = 0 or list_contains($module, m.module)
order by m.position, v.iso3 nulls first, v.valid_from nulls first
