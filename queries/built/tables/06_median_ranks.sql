-- One row per number of cases, from six to 2,000: the rank, counted from either end, of the two values that enclose the median
-- with 95 % (exact, by the binomial distribution).
with
sizes as (
    select n.n::integer as n
    from generate_series(6, 2000) as n (n)
),

-- Only ranks near the middle can be the one sought: within seven standard deviations nothing that matters is left out.
tails as (
    select
        s.n,
        k.k,
        sum(exp(lgamma(s.n + 1e0) - lgamma(k.k + 1e0) - lgamma(s.n - k.k + 1e0) - s.n * ln(2e0)))
            over (partition by s.n order by k.k) as below
    from sizes as s
    inner join generate_series(0, 1000) as k (k) on k.k <= s.n * 0.5e0 and k.k >= s.n * 0.5e0 - 3.5e0 * sqrt(s.n)
)

select
    t.n,
    max(t.k + 1)::integer as rank
from tails as t
where t.below <= 0.025e0
group by t.n
order by t.n
