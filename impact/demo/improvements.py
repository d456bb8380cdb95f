"""What enterprises do between the visits: improvement teams, plans and improvement projects."""

import numpy as np
import pyarrow as pa

from impact.demo import calibration
from impact.demo.arrays import (
    NEVER,
    Coded,
    Columns,
    choose,
    days_between,
    generator,
    ids,
    take,
    years_of,
)
from impact.demo.dates import recorded_by_now, until_now
from impact.demo.engagements import Engagements
from impact.demo.enterprises import Enterprises
from impact.demo.photos import Photos
from impact.demo.write import Writer

STATUS = ["planned", "under_way", "completed", "stopped"]
PERIODS = ["once", "day", "month", "year"]
# Times a year that a saving of each period comes.
PER_YEAR = np.array([1.0, 250.0, 12.0, 1.0])
FACTORS = np.array([100.0, 1000.0])


def write_teams(g: Engagements, writer: Writer) -> np.ndarray:
    """Write improvement teams, formed around the first visit; returns the enterprises (places) that have one."""
    e = g.e
    rng = generator(e.batch.seed, e.batch.country_no, 19, e.batch.number)
    rows = np.flatnonzero((g.turn == 0) & ~np.isnat(g.visited))
    rows = rows[rng.random(len(rows)) < 0.9]
    who = g.enterprise[rows]
    formed = until_now(g.visited[rows] + days_between(rng, -5, 20, len(rows)))
    formed = np.where(np.isnat(formed), calibration.as_of(), formed)
    workers = rng.integers(3, 9, len(rows))
    managers = rng.integers(1, 4, len(rows))
    women = rng.binomial(workers, np.clip(e.women[who] * 0.95, 0, 1))
    leading = rng.binomial(managers, np.clip(e.women[who] * 0.7, 0, 1))
    columns: Columns = {
        "enterprise_id": e.coded(who),
        "formed_on": formed,
        "women_workers": women,
        "men_workers": workers - women,
        "women_managers": leading,
        "men_managers": managers - leading,
        "recorded_on": recorded_by_now(rng, formed, e.batch.country.late),
    }
    writer.add("improvement_teams", columns)
    return who


def write_plans(g: Engagements, writer: Writer) -> np.ndarray:
    """Write improvement plans; returns the plan's number for each engagement, -1 where it has none."""
    e = g.e
    rng = generator(e.batch.seed, e.batch.country_no, 20, e.batch.number)
    count = len(g.enterprise)
    rows = np.flatnonzero(~np.isnat(g.visited) & (rng.random(count) < 0.74))
    adopted = np.minimum(g.visited[rows] + days_between(rng, 2, 30, len(rows)), calibration.as_of())
    finished = until_now(
        np.where(rng.random(len(rows)) < 0.7, g.completed[rows] + days_between(rng, 0, 60, len(rows)), NEVER)
    )
    columns: Columns = {
        "plan_id": _plan_ids(e, rows),
        "enterprise_id": e.coded(g.enterprise[rows]),
        "engagement_id": g.coded(rows),
        "adopted_on": adopted,
        "completed_on": np.where(finished < adopted, adopted, finished),
        "recorded_on": recorded_by_now(rng, adopted, e.batch.country.late),
    }
    writer.add("improvement_plans", columns)
    plan = np.full(count, -1)
    plan[rows] = np.arange(len(rows))
    return plan


def _plan_ids(e: Enterprises, rows: np.ndarray) -> pa.Array:
    # Plans are numbered in the order of their engagements.
    return ids(f"I-{e.batch.iso3}-", e.batch.first_enterprise * 10 + np.arange(len(rows)))


def write_projects(g: Engagements, plan: np.ndarray, photos: Photos, writer: Writer) -> Columns:
    """Write improvement projects; returns the planted savings (rows of the truth)."""
    e, batch = g.e, g.e.batch
    rng = generator(batch.seed, batch.country_no, 21, batch.number)
    visited = np.flatnonzero(~np.isnat(g.visited))
    mean = np.where(np.isnat(g.completed[visited]), 1.7, 3.2) * np.clip(
        1 + 0.25 * e.drive[g.enterprise[visited]], 0.3, 2
    )
    wanted = rng.poisson(mean)
    wanted = _absurd(g, visited, wanted)
    engagement = np.repeat(visited, wanted)
    started = g.visited[engagement] + days_between(rng, 0, 120, len(engagement))
    completed = started + days_between(rng, 7, 150, len(engagement))
    completed = until_now(np.where(rng.random(len(engagement)) < 0.83, completed, NEVER))
    state = np.where(~np.isnat(completed), 2, choose(rng, [15, 60, 0, 25], len(engagement)))
    keep = started <= calibration.as_of()
    known = calibration.read("improvements")["categories"]
    category = choose(rng, [c["weight"] for c in known.values()], len(engagement))
    number = batch.first_enterprise * 100 + np.arange(len(engagement))
    columns: Columns = {
        "improvement_id": ids(f"R-{batch.iso3}-", number, 7),
        "plan_id": Coded(plan[engagement], _plan_ids(e, np.flatnonzero(plan >= 0))),
        "enterprise_id": e.coded(g.enterprise[engagement]),
        "engagement_id": g.coded(engagement),
        "category": Coded(category, list(known)),
        "title": _titles(rng, category),
        "proposed_by": Coded(
            choose(rng, [38, 22, 26, 8, 6], len(engagement)) - 1, ["worker", "manager", "team", "trainer"]
        ),
        "started_on": started,
        "completed_on": completed,
        "status": Coded(state, STATUS),
        "recorded_on": recorded_by_now(rng, np.fmax(started, completed), batch.country.late),
    }
    money, planted = _money(e, rng, category, state, started)
    rows = np.flatnonzero(keep)
    seen = _photographed(batch.number, batch.country_no, np.flatnonzero(keep & (category == 0) & (state == 2)))
    pictures = photos.of(columns["improvement_id"].take(seen).to_pylist(), completed[seen], len(engagement), seen)
    writer.add("improvement_projects", take(columns | money | pictures, rows))
    kept = planted["factor"] > 0
    kept &= keep
    return {
        "improvement_id": columns["improvement_id"].take(np.flatnonzero(kept)),
        "enterprise_id": e.coded(g.enterprise[engagement[kept]]),
        "true_saving": planted["true"][kept],
        "saving": planted["saving"][kept],
        "factor": planted["factor"][kept],
    }


def _absurd(g: Engagements, visited: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """One enterprise enters every suggestion as an improvement project."""
    said = calibration.read("improvements")
    done = np.flatnonzero(~np.isnat(g.completed[visited]))
    if g.e.batch.iso3 == said["absurd_country"] and g.e.batch.number == 0 and len(done):
        wanted = wanted.copy()
        wanted[done[len(done) // 2]] = said["absurd"]
    return wanted


def _photographed(batch: int, country: int, tidied: np.ndarray) -> np.ndarray:
    """One or two of the workplaces that were tidied, in every second country."""
    wanted = 0 if batch or country % 2 or not len(tidied) else 1 if len(tidied) < 40 else 2
    return tidied[[len(tidied) * (place + 1) // (wanted + 1) for place in range(wanted)]]


def _titles(rng: np.random.Generator, category: np.ndarray) -> Coded:
    known = list(calibration.read("improvements")["categories"].values())
    labels = [t for c in known for t in c["titles"]]
    counts = np.array([len(c["titles"]) for c in known])
    first = np.cumsum(counts) - counts
    codes = first[category] + np.floor(rng.random(len(category)) * counts[category]).astype(np.int64)
    return Coded(np.where(rng.random(len(category)) < 0.1, -1, codes), labels)


def _money(
    e: Enterprises, rng: np.random.Generator, category: np.ndarray, state: np.ndarray, started: np.ndarray
) -> tuple[Columns, dict[str, np.ndarray]]:
    """Savings and other benefits of completed projects, and which savings were planted (factor 0: none)."""
    count, country = len(category), e.batch.country
    saves = (state == 2) & (rng.random(count) < 0.46)
    often = choose(rng, [34, 6, 34, 26], count)
    usd_a_year = np.exp(rng.normal(6.6, 1.2, count))
    local = usd_a_year / PER_YEAR[often] * country.rate(years_of(started))
    step = np.where(country.fx[-1] > 1000, 1000, np.where(country.fx[-1] > 10, 10, 1))
    true = np.maximum(np.round(local / step), 1) * step
    draw = rng.random(count)
    factor = np.where(saves & (draw < 0.006), FACTORS[(draw * 1e5).astype(np.int64) % 2], 0)
    # A few savings are so small that they were surely entered in another unit.
    factor = np.where(saves & (draw > 0.998), 0.001, factor)
    saving = np.where(factor > 0, np.round(true * factor, 2), true)
    saving = np.where(saves, saving, np.nan)
    units = [c.get("unit") for c in calibration.read("improvements")["categories"].values()]
    usual = np.where([u is None for u in units], -1, np.arange(len(units)))[category]
    unit = np.where((state == 2) & (rng.random(count) < 0.35), usual, -1)
    columns: Columns = {
        "saving": saving,
        "currency": Coded(np.where(saves, 0, -1), [country.currency]),
        "saving_period": Coded(np.where(saves, often, -1), PERIODS),
        "saving_basis": Coded(np.where(saves, choose(rng, [4, 6], count), -1), ["measured", "estimated"]),
        "benefit_value": np.where(unit >= 0, np.round(np.exp(rng.normal(3.2, 0.9, count)), 1), np.nan),
        "benefit_unit": Coded(unit, units),
    }
    return columns, {"true": true, "saving": saving, "factor": factor}
