-- One row per saving in a currency that is neither the country's nor the dollar or the euro.
with
own as (
    select
        c.iso3,
        c.currency
    from reference_countries as c
    union
    select
        x.iso3,
        x.currency
    from reference_rates as x
)

select
    'foreign_currency' as rule,
    i.row_no,
    i.part,
    i.enterprise_id,
    e.iso3,
    i.currency as value,
    string_agg(o.currency, ', ' order by o.currency) as expected
from improvement_projects as i
inner join enterprises as e on i.enterprise_id = e.enterprise_id
inner join own as o on e.iso3 = o.iso3
where i.saving is not null and i.currency not in ('USD', 'EUR')
group by i.row_no, i.part, i.enterprise_id, e.iso3, i.currency
having not bool_or(o.currency = i.currency)
