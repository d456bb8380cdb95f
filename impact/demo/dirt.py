"""Dirt, planted on purpose and written down: copies, slips of units, impossible values, heaped digits, gaps."""

from dataclasses import replace

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import Coded, Columns, fixed_uniform, generator
from impact.demo.engagements import Engagements
from impact.demo.observations import PHASES, SEXES, Rows
from impact.demo.periods import BASELINE

COPIED, SLIPPED, IMPOSSIBLE, NO_DENOMINATOR = 0.042, 0.003, 0.0004, 0.04
SLIPS = [10.0, 100.0, 1000.0]
# Where one trainer rounds what enterprises tell to fives.
HEAPING_COUNTRY = "IND"
KINDS = ["slip_x10", "slip_x100", "slip_x1000", "impossible"]


def copied_enterprises(g: Engagements) -> np.ndarray:
    """Enterprises (mask) that repeat their first answers in every round."""
    e = g.e
    drawn = fixed_uniform(51, e.batch.seed, e.batch.country_no, e.number) < COPIED
    answered = np.zeros(e.batch.size, bool)
    answered[g.enterprise[~np.isnat(g.endline) & (g.turn == 0)]] = True
    return drawn & answered


def heaping_trainer(trainers: int) -> int:
    """The place of the trainer who rounds to fives, among the trainers of HEAPING_COUNTRY."""
    return int(trainers * 0.55)


def with_dirt(r: Rows, copied: np.ndarray) -> tuple[Rows, Columns]:
    """The rows as they are reported, and the planted outliers (rows of the truth, with `row` the place in the rows)."""
    batch = r.p.s.g.e.batch
    rng = generator(batch.seed, batch.country_no, 18, batch.number)
    copies = copied[r.enterprise]
    r = _copy(r, copies)
    if batch.iso3 == HEAPING_COUNTRY:
        r = _heap(r, heaping_trainer(batch.trainers))
    ratio = np.array([k.type == "ratio" for k in calibration.kpis().values()])[r.kpi]
    missing = ratio & ~copies & (rng.random(len(ratio)) < NO_DENOMINATOR)
    r = replace(r, denominator=np.where(missing, np.nan, r.denominator))
    return _outliers(rng, r, ~copies & ~missing & ~r.parted & (r.sex == 0))


def _copy(r: Rows, copies: np.ndarray) -> Rows:
    """Every later row of a copying enterprise takes the numbers of its first baseline row."""
    rows = np.flatnonzero(copies)
    key = (r.enterprise[rows] * 100 + r.kpi[rows]) * 10 + r.sex[rows]
    later = r.p.phase[r.period[rows]] != BASELINE
    order = np.lexsort((r.p.start[r.period[rows]], later, key))
    rows, key = rows[order], key[order]
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(rows) else np.zeros(0, np.int64)
    source = np.repeat(rows[first], np.diff(np.r_[first, len(rows)]))
    above, below = r.numerator.copy(), r.denominator.copy()
    above[rows], below[rows] = r.numerator[source], r.denominator[source]
    return replace(r, numerator=above, denominator=below)


def _heap(r: Rows, trainer: int) -> Rows:
    s, g = r.p.s, r.p.s.g
    mine = (g.trainer[s.engagement[r.series]] == trainer) & (r.sex == 0) & ~r.parted
    return replace(r, numerator=np.where(mine, np.round(r.numerator / 5) * 5, r.numerator))


def _outliers(rng: np.random.Generator, r: Rows, able: np.ndarray) -> tuple[Rows, Columns]:
    """Multiply some numerators, make a few impossible; and list them all."""
    draw, size = rng.random(len(able)), rng.random(len(able))
    slip = able & (draw < SLIPPED) & (r.numerator > 0)
    shares = np.isin(
        r.kpi,
        [
            n
            for n, k in enumerate(calibration.kpis().values())
            if k.type == "ratio" and k.comparable and k.volume != 0.0833
        ],
    )
    wrong = able & shares & (draw > 1 - IMPOSSIBLE) & (r.denominator > 0)
    factor = np.searchsorted([0.5, 0.8], size)
    above = np.where(slip, r.numerator * np.array(SLIPS)[factor], r.numerator)
    above = np.where(
        wrong, np.where(size < 0.3, -np.maximum(r.numerator, 1), np.ceil(r.denominator * (1.2 + size))), above
    )
    rows = np.flatnonzero(slip | wrong)
    listed: Columns = {
        "row": rows,
        "kind": Coded(np.where(wrong, 3, factor)[rows], KINDS),
        "kpi": Coded(r.kpi[rows], list(calibration.kpis())),
        "phase": Coded(r.p.phase[r.period[rows]], PHASES),
        "period_start": r.p.start[r.period[rows]],
        "sex": Coded(r.sex[rows], SEXES),
        "true_numerator": r.numerator[rows],
        "numerator": above[rows],
    }
    return replace(r, numerator=above), listed
