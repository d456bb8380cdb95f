"""True effects: the level of every KPI before each engagement, and what the engagement does to it."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import fixed_normal, generator, running_number
from impact.demo.engagements import Engagements
from impact.demo.enterprises import Enterprises

# A second module on the same KPI adds less; a KPI first tackled in a later module gains a little.
AGAIN, LATER = 0.45, 0.08
DROPPED = 0.4
START = np.datetime64("2016-01-01")


@dataclass(frozen=True)
class Series:
    """One row for each engagement and KPI that its module asks for, aligned arrays.

    `level` is the level before the engagement and `change` what the engagement does, both in the KPI's scale
    (log, logit, points; for savings the USD a month). `good` is the change as standard deviations for the better.
    """

    g: Engagements
    engagement: np.ndarray
    kpi: np.ndarray
    level: np.ndarray
    change: np.ndarray
    good: np.ndarray


def make_series(g: Engagements, gained: np.ndarray) -> Series:
    """Draw the true levels and changes. `gained`: engagements in which the practice that works was taken up."""
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 13, batch.number)
    engagement, kpi = _expected(g)
    order = np.lexsort((g.classroom[engagement], g.turn[engagement], kpi, g.enterprise[engagement]))
    engagement, kpi = engagement[order], kpi[order]
    pair = g.enterprise[engagement] * 100 + kpi
    earlier = running_number(pair)
    change = _changes(g, rng, (engagement, kpi, earlier), gained)
    level = _start_levels(e, g.enterprise[engagement], kpi) + _before(change, pair)
    known = list(calibration.kpis().values())
    sign = np.array([1 if k.better == "higher" else -1 if k.better == "lower" else 0 for k in known])[kpi]
    sd = np.array([k.sd or 1 for k in known])[kpi]
    good = np.where(np.array([k.scale == "usd" for k in known])[kpi], (change > 0) - 0.5, change * sign / sd)
    return Series(g, engagement, kpi, level, change, good)


def _expected(g: Engagements) -> tuple[np.ndarray, np.ndarray]:
    """Engagement and KPI of every series: the KPIs that the engagement's module asks for."""
    modules = list(calibration.modules())
    assessed = ~np.isnat(g.baseline)
    engagements, kpis = [], []
    for number, kpi in enumerate(calibration.kpis().values()):
        rows = np.flatnonzero(np.isin(g.module, [modules.index(m) for m in kpi.modules]) & assessed)
        engagements.append(rows)
        kpis.append(np.full(len(rows), number))
    return np.concatenate(engagements), np.concatenate(kpis)


def _changes(
    g: Engagements, rng: np.random.Generator, rows: tuple[np.ndarray, np.ndarray, np.ndarray], gained: np.ndarray
) -> np.ndarray:
    """What each series changes, in the KPI's scale. `rows`: engagement, KPI, how many series came before."""
    e, (engagement, kpi, earlier) = g.e, rows
    known = list(calibration.kpis().values())
    mean = np.array([k.effect for k in known])[kpi] * e.batch.country.effect
    sd = np.array([k.sd for k in known])[kpi]
    dose = np.where(earlier > 0, AGAIN, 1 + LATER * g.turn[engagement])
    drive = e.drive[g.enterprise[engagement]]
    own = 0.35 * np.sign(mean) * drive + 0.937 * rng.normal(0, 1, len(kpi))
    change = mean * dose + sd * np.where(earlier > 0, AGAIN, 1) * own
    planted = calibration.read("practices")["planted"]["works"]
    touched = (kpi == list(calibration.kpis()).index(planted["kpi"])) & gained[engagement]
    change = change + planted["effect"] * touched
    saves = np.array([k.scale == "usd" for k in known])[kpi]
    change[saves] = _savings(g, rng, engagement[saves])
    change *= np.where(np.isnat(g.dropped[engagement]), 1, DROPPED)
    return np.where(np.isnat(g.classroom[engagement]), 0, change)


def _savings(g: Engagements, rng: np.random.Generator, engagement: np.ndarray) -> np.ndarray:
    """USD saved a month by each engagement: nothing for some, more in large enterprises."""
    kpi = calibration.kpis()["cost_savings"]
    e, who = g.e, g.enterprise[engagement]
    chance = np.clip(kpi.effect * (0.4 + 0.6 * e.batch.country.effect) + 0.08 * e.drive[who], 0.05, 0.95)
    amount = (
        kpi.level * np.sqrt(e.people[who] / 100) * np.exp(kpi.spread * rng.normal(0, 1, len(who)) - kpi.spread**2 / 2)
    )
    return np.where(rng.random(len(who)) < chance, amount, 0)


def _start_levels(e: Enterprises, enterprise: np.ndarray, kpi: np.ndarray) -> np.ndarray:
    """The enterprise's own level of the KPI before any training, in the KPI's scale."""
    known = list(calibration.kpis().values())
    centre = np.array([_to_scale(k.level, k.scale) for k in known])[kpi]
    spread = np.array([0 if k.scale == "usd" else k.spread for k in known])[kpi]
    return centre + spread * fixed_normal(21, e.batch.seed, e.batch.country_no, e.number[enterprise], kpi)


def _to_scale(value: float, scale: str) -> float:
    given = {
        "log": np.log(value),
        "logit": np.log(value / (1 - value)) if value < 1 else 0.0,
        "points": value,
        "usd": 0.0,
    }
    return float(given[scale])


def _before(change: np.ndarray, pair: np.ndarray) -> np.ndarray:
    """The sum of earlier changes within each run of equal pairs."""
    before = np.cumsum(change) - change
    return before - before[np.arange(len(change)) - running_number(pair)]


def natural(level: np.ndarray, kpi: np.ndarray) -> np.ndarray:
    """Levels as the values that are reported: rates, shares, points; for headcounts and wages the factor."""
    known = list(calibration.kpis().values())
    scale = np.array([["log", "logit", "points", "usd"].index(k.scale) for k in known])[kpi]
    with np.errstate(over="ignore"):
        logs = np.exp(np.where(scale == 0, level, 0))
        odds = 1 / (1 + np.exp(-np.where(scale == 1, level, 0)))
    return np.select([scale == 0, scale == 1, scale == 2], [logs, odds, np.clip(level, 0, 100)], level)


def drift(day: np.ndarray, kpi: np.ndarray) -> np.ndarray:
    """What time alone does to the level by `day`, in the KPI's scale."""
    yearly = np.array([k.drift for k in calibration.kpis().values()])[kpi]
    return yearly * (day - START).astype(np.int64) / 365.25
