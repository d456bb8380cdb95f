"""Which periods are reported for each series: baseline months, monitoring, endline and follow-up; who stays silent."""

from dataclasses import dataclass

import numpy as np

from impact.demo import calibration
from impact.demo.arrays import fixed_uniform, generator, running_number
from impact.demo.effects import Series

BASELINE, MONITORING, ENDLINE, FOLLOW_UP = range(4)
# Chance of silence at the endline for an enterprise (all KPIs) and for one KPI, when the change is average; those
# that did one standard deviation worse are exp(0.5) times as likely to be silent.
SILENT_ENTERPRISE, SILENT_KPI, INFORMATIVE = 0.12, 0.13, 0.5
QUARTERLY, MONITORED, KEPT_ON, WHOLE_YEAR, FOLLOWED = 0.2, 0.85, 0.75, 0.28, 0.16


@dataclass(frozen=True)
class Periods:
    """One row for each period reported, aligned arrays: series, phase, first day, length in days, day measured."""

    s: Series
    series: np.ndarray
    phase: np.ndarray
    start: np.ndarray
    days: np.ndarray
    measured: np.ndarray


def make_periods(s: Series) -> Periods:
    """The periods that enterprises report, until the export's day; one row for a series, phase and first day."""
    g, e, batch = s.g, s.g.e, s.g.e.batch
    rng = generator(batch.seed, batch.country_no, 14, batch.number)
    enterprise = g.enterprise[s.engagement]
    keys = (batch.seed, batch.country_no, e.number[enterprise])
    families = np.array([k.family for k in calibration.kpis().values()])[s.kpi]
    rare = np.isin(families, ["score"])
    monthly_only = np.isin(families, ["score", "wages", "saving", "headcount"])
    quarterly = (fixed_uniform(31, *keys) < QUARTERLY) & ~monthly_only
    silent = _silent(rng, s)
    asked = rng.random(len(s.kpi)) < 0.96
    base, shop, end = (day[s.engagement] for day in (g.baseline, g.classroom, g.endline))
    month = [d.astype("datetime64[M]") for d in (base, shop, end)]
    once = np.where(rare | quarterly, 1, 4)
    # Some know their numbers for a year back, most for half a year.
    back = np.where(rare, 1, np.where(fixed_uniform(35, *keys) < WHOLE_YEAR, 12, 6))
    before = np.where(quarterly, back // 3, back)
    late = g.late_baseline[s.engagement]
    parts = [_late_baselines(s, base, shop, late & asked)]
    parts.append(_run(month[0] - back, np.where(asked & ~late & ~np.isnat(base), before, 0), BASELINE, quarterly, rng))
    watched = (fixed_uniform(32, *keys) < MONITORED) & ~np.isnat(shop) & asked & ~rare
    until = np.where(np.isnat(g.dropped[s.engagement]), g.due_end[s.engagement], g.dropped[s.engagement]).astype(
        "datetime64[M]"
    )
    span = np.where(watched, (until - month[1]).astype(np.int64) - 5, 0)
    span = np.clip(np.ceil(span * rng.uniform(0.7, 1.0, len(span))), 0, 12).astype(np.int64)
    parts.append(_run(month[1] + 1, np.where(quarterly, span // 3, span), MONITORING, quarterly, rng))
    answers = ~silent & ~np.isnat(end) & (asked | (rng.random(len(asked)) < 0.5))
    parts.append(_run(month[2] - np.where(quarterly, 3, 4), np.where(answers, once, 0), ENDLINE, quarterly, rng))
    # Many go on reporting every month after the endline.
    longer = np.where(answers & watched & (fixed_uniform(34, *keys) < KEPT_ON), rng.integers(6, 25, len(span)), 0)
    parts.append(_run(month[2], np.where(quarterly, longer // 3, longer), MONITORING, quarterly, rng))
    again = answers & (fixed_uniform(33, *keys) < FOLLOWED)
    parts.append(_run(month[2] + 6, np.where(again, once, 0), FOLLOW_UP, quarterly, rng))
    series, phase, start, days, measured = (np.concatenate(p) for p in zip(*parts, strict=True))
    # The rounds of the last export days may be measured, or may still come.
    keep = (start + days <= calibration.as_of()) & ~(measured > calibration.as_of())
    found = Periods(s, series[keep], phase[keep], start[keep], days[keep].astype(np.int64), measured[keep])
    return _once(found, enterprise)


def _silent(rng: np.random.Generator, s: Series) -> np.ndarray:
    """Series whose endline is due and never reported: more often those that did badly."""
    count = len(s.g.enterprise)
    overall = np.bincount(s.engagement, s.good, count) / np.maximum(np.bincount(s.engagement, minlength=count), 1)
    chance = np.clip(SILENT_ENTERPRISE * np.exp(-INFORMATIVE * overall), 0, 0.9)
    whole = rng.random(count) < chance
    one = rng.random(len(s.kpi)) < np.clip(SILENT_KPI * np.exp(-INFORMATIVE * s.good), 0, 0.9)
    return whole[s.engagement] | one


def _run(
    first: np.ndarray, count: np.ndarray, phase: int, quarterly: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, ...]:
    """`count` periods in a row from the month `first` for each series: months, or quarters where `quarterly`."""
    series = np.repeat(np.arange(len(count)), np.maximum(count, 0))
    step = np.where(quarterly[series], 3, 1)
    start = first[series] + running_number(series) * step
    days = ((start + step).astype("datetime64[D]") - start.astype("datetime64[D]")).astype(np.int64)
    begin = start.astype("datetime64[D]")
    measured = begin + days.astype("timedelta64[D]") + rng.integers(0, 15, len(series)).astype("timedelta64[D]")
    measured = np.where(rng.random(len(series)) < 0.05, np.datetime64("NaT"), measured)
    return series, np.full(len(series), phase), begin, days.astype("timedelta64[D]"), measured


def _late_baselines(s: Series, base: np.ndarray, shop: np.ndarray, late: np.ndarray) -> tuple[np.ndarray, ...]:
    """Baselines measured after the workshop, over the days since."""
    series = np.flatnonzero(late)
    days = (base - shop)[series] - 1
    return series, np.full(len(series), BASELINE), shop[series] + 1, days, base[series]


def _once(p: Periods, enterprise: np.ndarray) -> Periods:
    """Two modules may ask for the same KPI, phase and period: the first engagement's row stays."""
    day = p.start.astype(np.int64)
    key = ((enterprise[p.series] * 100 + p.s.kpi[p.series]) * 10 + p.phase) * 100_000 + day
    first = np.sort(np.unique(key, return_index=True)[1])
    return Periods(p.s, p.series[first], p.phase[first], p.start[first], p.days[first], p.measured[first])
