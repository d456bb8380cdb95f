-- One row per enterprise with a name almost like that of another before it, in the same region, and near it where both have coordinates.
-- Names are compared without case, marks and words for the legal form; only those are compared that share a region and first letters.
with
words as (
    select
        e.row_no,
        e.part,
        e.enterprise_id,
        e.name,
        e.iso3,
        e.isic,
        e.latitude,
        e.longitude,
        coalesce(lower(trim(e.region)), '') as region,
        trim(regexp_replace(
            regexp_replace(
                lower(strip_accents(e.name)),
                '\b(ltd|limited|llc|plc|inc|co|company|corp|sa|sas|sac|srl|sarl|ltda|pvt|private|pt|cv|tnhh|gmbh|cia|eirl)\b|[^\w\s]',
                ' ',
                'g'
            ),
            '\s+', ' ', 'g'
        )) as bare
    from enterprises as e
    where e.name is not null
),

-- Where a name is as common as a word, it says nothing.
crowds as (
    select
        w.iso3,
        w.region,
        left(w.bare, 5) as start
    from words as w
    group by w.iso3, w.region, left(w.bare, 5)
    having count(*) between 2 and 2000
),

blocked as (
    select
        w.*,
        left(w.bare, 5) as start
    from words as w
    inner join crowds as c on w.iso3 = c.iso3 and w.region = c.region and left(w.bare, 5) = c.start
),

pairs as (
    select
        b.row_no,
        b.part,
        b.enterprise_id,
        b.iso3,
        b.name,
        a.name as other_name,
        a.enterprise_id as other_id,
        jaro_winkler_similarity(a.bare, b.bare) as likeness,
        case
            when a.latitude is not null and b.latitude is not null
                then 111.2e0 * sqrt(pow(a.latitude - b.latitude, 2e0) + pow((a.longitude - b.longitude) * cos(radians(a.latitude)), 2e0))
        end as kilometres,
        a.isic = b.isic as same_activity
    from blocked as b
    inner join blocked as a
        on b.iso3 = a.iso3 and b.region = a.region and b.start = a.start and b.enterprise_id > a.enterprise_id
    -- Unit 12 and unit 21 are two.
    where length(b.bare) >= 4 and regexp_replace(a.bare, '[^0-9]', '', 'g') = regexp_replace(b.bare, '[^0-9]', '', 'g')
)

select
    'duplicated_enterprises' as rule,
    p.row_no,
    p.part,
    p.enterprise_id,
    p.iso3,
    p.name as value,
    concat(p.other_name, ' (', p.other_id, ')') as expected
from pairs as p
where
    (p.kilometres <= 1e0 and p.likeness >= 0.95e0 and (p.same_activity or p.likeness >= 0.99e0))
    or (p.kilometres is null and p.same_activity and p.likeness >= 0.97e0)
qualify row_number() over (partition by p.enterprise_id order by p.likeness desc, p.other_id) = 1
