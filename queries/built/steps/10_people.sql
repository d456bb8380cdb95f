-- One row per person that attendances know: a plain number in the place of the pseudonym, which stays in the export.
select
    person_id,
    row_number() over (order by md5(person_id), person_id) as person_no
from attendances
where person_id is not null
group by person_id
