-- Which publications do the published figures come from?
-- One row per publication, the newest first.
-- kind: aggregate
-- source: publications
-- filters: none
-- measures: none
-- keys: year, figures
select
    s.source,
    s.title,
    s.publisher,
    s.year,
    s.licence,
    s.isbn,
    s.coverage,
    count(p.id)::bigint as figures
from published_sources as s
left join published_figures as p on s.source = p.source
group by s.source, s.title, s.publisher, s.year, s.licence, s.isbn, s.coverage
order by s.year desc, s.source
