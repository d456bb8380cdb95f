"""What is reported for a period: numerators and denominators that follow from the true level, with noise."""

import numpy as np

from impact.demo import calibration
from impact.demo.calibration import Kpi

MONTH = 30.4375
# Women's level against men's in the KPIs that are asked by sex (log; points for scores).
WOMEN = {"absenteeism": 0.06, "labour_turnover": -0.05, "overtime": -0.12, "worker_satisfaction": -1.5, "wages": -0.14}


def values(
    rng: np.random.Generator,
    code: str,
    level: np.ndarray,
    people: np.ndarray,
    days: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Numerator and denominator of each row (denominator NaN where the KPI has none).

    `level` is in the KPI's scale, `people` the workforce (or its women, or men), `days` the period's length.
    """
    kpi = calibration.kpis()[code]
    noisy = level + kpi.noise * rng.normal(0, 1, len(level))
    months = days / MONTH
    none = np.full(len(level), np.nan)
    if kpi.family == "events":
        return _events(rng, kpi, noisy, people, months)
    if kpi.family == "share":
        orders = rng.poisson(np.maximum(kpi.volume * people, kpi.least) * months).astype(float)
        return rng.binomial(orders.astype(np.int64), 1 / (1 + np.exp(-noisy))).astype(float), orders
    if kpi.family == "quantity":
        below = np.round(kpi.volume * people * months * np.exp(0.12 * rng.normal(0, 1, len(level))))
        below = np.where(people > 0, np.maximum(below, 1), 0)
        return np.round(below * np.exp(noisy), 1), below
    if kpi.family == "score":
        return np.round(np.clip(noisy, 0, 100), 1), none
    if kpi.family == "headcount":
        return np.round(people * np.exp(noisy)), none
    return np.round(people * np.exp(noisy)), none


def _events(
    rng: np.random.Generator, kpi: Kpi, level: np.ndarray, people: np.ndarray, months: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Counted events: Poisson, never more than there were chances where a chance is one day, unit or person."""
    exact = kpi.volume * people * months
    below = np.round(exact, 2) if kpi.volume <= 1 else np.round(exact * np.exp(0.04 * rng.normal(0, 1, len(level))))
    events = rng.poisson(np.exp(np.minimum(level, 0)) * below).astype(float)
    return (events if kpi.volume <= 1 else np.minimum(events, below)), below


def savings(rng: np.random.Generator, usd: np.ndarray, rate: np.ndarray) -> np.ndarray:
    """Monthly savings in local currency for the true USD a month, rounded as people report them."""
    amount = usd * rate * np.exp(calibration.kpis()["cost_savings"].noise * rng.normal(0, 1, len(usd)))
    step = np.where(rate > 1000, 10_000, np.where(rate > 10, 100, 5))
    return np.round(amount / step) * step
