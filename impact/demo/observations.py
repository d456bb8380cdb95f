"""KPI observations: the reported numbers of a batch, by sex where enterprises report so."""

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import Coded, fixed_uniform, generator, years_of
from impact.demo.dates import is_known, recorded
from impact.demo.effects import drift
from impact.demo.enterprises import Enterprises
from impact.demo.periods import FOLLOW_UP, Periods
from impact.demo.values import WOMEN, savings, values
from impact.demo.write import Writer

PHASES = ["baseline", "monitoring", "endline", "follow_up"]
SEXES = ["all", "female", "male"]
ALL, FEMALE, MALE = range(3)
# How enterprises report KPIs that may be split: all only, women and men, or all three.
REPORTED = {
    "ratio": [0.50, 0.35, 0.15],
    "score": [0.70, 0.30, 0.0],
    "amount": [0.20, 0.55, 0.25],
    "count": [0.20, 0.55, 0.25],
}
FADES = 0.9


@dataclass(frozen=True)
class Rows:
    """Observations of a batch, aligned arrays; `period` is the place in Periods, NaN is not given."""

    p: Periods
    period: np.ndarray
    series: np.ndarray
    kpi: np.ndarray
    enterprise: np.ndarray
    sex: np.ndarray
    parted: np.ndarray
    numerator: np.ndarray
    denominator: np.ndarray

    def take(self, rows: np.ndarray) -> "Rows":
        """The chosen rows."""
        return replace(self, **{name: values[rows] for name, values in vars(self).items() if name != "p"})


@dataclass(frozen=True)
class Asked:
    """The periods of one KPI, aligned arrays: place in Periods, enterprise, true level, days, currency per USD."""

    e: Enterprises
    code: str
    number: int
    period: np.ndarray
    enterprise: np.ndarray
    level: np.ndarray
    days: np.ndarray
    rate: np.ndarray


def make_rows(p: Periods) -> Rows:
    """The true numbers of every period, with noise and without dirt."""
    s, g, e = p.s, p.s.g, p.s.g.e
    batch = e.batch
    rng = generator(batch.seed, batch.country_no, 15, batch.number)
    level = true_levels(p)
    kpi = s.kpi[p.series]
    parts = []
    for number, code in enumerate(calibration.kpis()):
        here = np.flatnonzero(kpi == number)
        enterprise = g.enterprise[s.engagement[p.series[here]]]
        asked = Asked(
            e, code, number, here, enterprise, level[here], p.days[here], batch.country.rate(years_of(p.start[here]))
        )
        parts += _rows_of(rng, asked)
    period, sex, parted, above, below = (np.concatenate(column) for column in zip(*parts, strict=True))
    series = p.series[period]
    return Rows(p, period, series, s.kpi[series], g.enterprise[s.engagement[series]], sex, parted, above, below)


def true_levels(p: Periods) -> np.ndarray:
    """The true level of each period in the KPI's scale: the effect comes in between the workshop and the endline."""
    s, g = p.s, p.s.g
    engagement = s.engagement[p.series]
    shop, end = g.classroom[engagement], g.due_end[engagement]
    middle = p.start + (p.days // 2).astype("timedelta64[D]")
    trained = ~np.isnat(shop)
    run = np.where(trained, (end - shop).astype(np.int64), 1)
    gone = np.where(trained, (middle - shop).astype(np.int64), 0)
    reach = np.clip(gone / run, 0, 1)
    # An endline covers the months up to it; by then the effect is there.
    reach = np.where(p.phase == FOLLOW_UP, FADES, np.where(p.phase == 2, 1.0, reach))
    kpi = s.kpi[p.series]
    season = np.array([k.season for k in calibration.kpis().values()])[kpi]
    month = p.start.astype("datetime64[M]").astype(np.int64) % 12
    return (
        s.level[p.series] + s.change[p.series] * reach + drift(p.start, kpi) + season * np.cos(2 * np.pi * month / 12)
    )


def _rows_of(rng: np.random.Generator, a: Asked) -> list[tuple[np.ndarray, ...]]:
    """Rows of one KPI, by sex: period, sex, whether women and men are beside `all`, numerator, denominator."""
    kpi, people = calibration.kpis()[a.code], a.e.people[a.enterprise]
    whole = np.zeros(len(a.period), np.int64)
    if kpi.family == "saving":
        amount = savings(rng, np.maximum(a.level, 0), a.rate)
        return [(a.period, whole, whole > 0, amount, np.full(len(whole), np.nan))]
    if not kpi.split:
        return [(a.period, whole, whole > 0, *values(rng, a.code, a.level, people, a.days))]
    level = a.level + np.log(a.rate) if kpi.family == "wages" else a.level
    women = np.round(people * a.e.women[a.enterprise])
    female = values(rng, a.code, level + WOMEN.get(a.code, 0.0), women, a.days)
    male = values(rng, a.code, level, people - women, a.days)
    total = (female[0] + male[0], female[1] + male[1])
    if kpi.family == "score":
        total = (np.round((female[0] * women + male[0] * (people - women)) / people, 1), female[1])
    mode = _modes(a, REPORTED[kpi.type])
    rows: list[tuple[np.ndarray, ...]] = []
    for sex, (above, below), given in ((ALL, total, mode != 1), (FEMALE, female, mode > 0), (MALE, male, mode > 0)):
        chosen = np.flatnonzero(given)
        rows.append((a.period[chosen], np.full(len(chosen), sex), (mode > 0)[chosen], above[chosen], below[chosen]))
    return rows


def _modes(a: Asked, weights: list[float]) -> np.ndarray:
    """How each row's enterprise reports this KPI, always the same: 0 all, 1 women and men, 2 all three."""
    draw = fixed_uniform(41, a.e.batch.seed, a.e.batch.country_no, a.e.number[a.enterprise], a.number)
    return np.searchsorted(np.cumsum(weights), draw, side="right").clip(0, 2)


def write_rows(r: Rows, writer: Writer) -> np.ndarray:
    """Write the observations that were entered by the export's day; returns which of the rows those are (mask)."""
    p, s, g = r.p, r.p.s, r.p.s.g
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 16, batch.number)
    happened = p.start + (p.days + 7).astype("timedelta64[D]")
    happened = np.where(np.isnat(p.measured), happened, p.measured)
    entered = recorded(rng, happened, batch.country.late)[r.period]
    keep = is_known(entered)
    r, entered = r.take(keep), entered[keep]
    known = list(calibration.kpis().values())
    own_unit = np.array([k.numerator_units is not None for k in known])[r.kpi]
    money = np.array([k.type == "amount" for k in known])[r.kpi]
    above, below = _units(e, r)
    columns = {
        "enterprise_id": e.coded(r.enterprise),
        "engagement_id": g.coded(s.engagement[r.series]),
        "kpi": Coded(r.kpi, list(calibration.kpis())),
        "phase": Coded(p.phase[r.period], PHASES),
        "period_start": p.start[r.period],
        "period_days": p.days[r.period],
        "sex": Coded(r.sex, SEXES),
        "numerator": r.numerator,
        "numerator_unit": above,
        "denominator": pa.array(r.denominator, from_pandas=True),
        "denominator_unit": Coded(np.where(np.isnan(r.denominator) & own_unit, -1, below.codes), below.labels),
        "currency": Coded(np.where(money, 0, -1), [batch.country.currency]),
        "measured_on": p.measured[r.period],
        "recorded_on": entered,
    }
    writer.add("kpi_observations", columns)
    return keep


def _units(e: Enterprises, r: Rows) -> tuple[Coded, Coded]:
    """Units of numerator and denominator; where KPIs are not comparable each enterprise has its own."""
    labels: tuple[list[str], list[str]] = ([], [])
    codes = (np.full(len(r.kpi), -1), np.full(len(r.kpi), -1))
    for number, known in enumerate(calibration.kpis().values()):
        here = np.flatnonzero(r.kpi == number)
        given = (
            (known.numerator_units, known.denominator_units)
            if known.numerator_units
            else tuple([u] for u in known.units or [])
        )
        for side, units in enumerate(given):
            draw = fixed_uniform(42 + side, e.batch.seed, e.batch.country_no, e.number[r.enterprise[here]], number)
            codes[side][here] = len(labels[side]) + (draw * len(units or [])).astype(np.int64)
            labels[side].extend(units or [])
    return Coded(codes[0], labels[0] or [""]), Coded(codes[1], labels[1] or [""])
