"""What engagements cost, and who paid: the programme pays less of it year by year."""

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import Coded, generator, years_of
from impact.demo.dates import recorded_by_now
from impact.demo.engagements import Engagements
from impact.demo.write import Writer

PAYERS = ["enterprise", "buyer", "government", "donor", "ILO", "other"]


def write_costs(g: Engagements, writer: Writer) -> None:
    """Write delivery costs by payer in local currency, for about three in four engagements that had a workshop."""
    e, batch, country = g.e, g.e.batch, g.e.batch.country
    rng = generator(batch.seed, batch.country_no, 11, batch.number)
    came = np.flatnonzero(~np.isnat(g.classroom))
    rows = came[rng.random(len(came)) < 0.75]
    year = years_of(g.classroom[rows])
    usd = country.cost * np.exp(rng.normal(-0.06, 0.35, len(rows))) * (1 - 0.012 * (year - 2016))
    usual = calibration.by_year("recovery", year)
    funded = g.project[rows] >= 0
    logit = (
        np.log(usual / (1 - usual)) + country.recovery + rng.normal(0, 0.7, len(rows)) + np.where(funded, -0.35, 2.2)
    )
    recovered = 1 / (1 + np.exp(-logit))
    shares = _split(rng, recovered, funded, e.buyer[g.enterprise[rows]] >= 0)
    amount = np.round(usd[:, None] * shares * country.rate(year)[:, None], 0 if country.fx[-1] > 3 else 2)
    row, payer = np.nonzero(amount > 0)
    columns = {
        "engagement_id": g.coded(rows[row]),
        "payer": Coded(payer, PAYERS),
        "amount": amount[row, payer],
        "currency": Coded(np.zeros(len(row), np.int64), [country.currency]),
        "year": year[row],
        "recorded_on": recorded_by_now(rng, g.classroom[rows], country.late)[row],
    }
    writer.add("engagement_costs", columns)


def _split(rng: np.random.Generator, recovered: np.ndarray, funded: np.ndarray, supplier: np.ndarray) -> np.ndarray:
    """Engagements x payers: shares that sum to 1; `recovered` is what the programme (donor, ILO) did not pay."""
    parts = rng.gamma([[2.2, 1.6, 1.4, 1, 1, 0.4]], 1.0, (len(recovered), len(PAYERS)))
    parts[:, 1] *= supplier
    parts[:, 2] *= rng.random(len(recovered)) < 0.45
    parts[:, 5] *= rng.random(len(recovered)) < 0.15
    parts[:, 3] *= 6.0 * funded
    outside, inside = parts[:, [0, 1, 2, 5]], parts[:, [3, 4]]
    shares = np.zeros_like(parts)
    shares[:, [0, 1, 2, 5]] = outside / outside.sum(axis=1, keepdims=True) * recovered[:, None]
    shares[:, [3, 4]] = inside / inside.sum(axis=1, keepdims=True) * (1 - recovered)[:, None]
    # Small parts are not split in practice: whoever pays less than a fiftieth pays nothing.
    shares[shares < 0.02] = 0
    return shares / shares.sum(axis=1, keepdims=True)
