"""The control chart of one enterprise's KPIs counted slowly from the export's files, in plain Python."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, median
from typing import Any

import pandas as pd

ORDER = {"endline": 1, "baseline": 2, "follow_up": 3, "monitoring": 4}
Key = tuple[str, str]


def table(export: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one table, what is missing as None."""
    frame = pd.read_parquet(export / f"{name}.parquet").astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def day(value: Any) -> date | None:
    return None if value is None else pd.Timestamp(value).date()


def series(export: Path, as_of: date) -> dict[Key, list[tuple[date, str, float]]]:
    """The values that are shown, by KPI and enterprise: first day, phase and value, one for each first day.

    Only KPIs that have no range of plausible values, and only what was reported of everybody, which the twin's caller
    must bear in mind.
    """
    kinds = {row["kpi"]: row["type"] for row in table(export, "kpis")}
    found: dict[tuple[str, str, str], list[tuple[date, float | None]]] = {}
    for row in table(export, "kpi_observations"):
        start = day(row["period_start"])
        assert start is not None
        if row["sex"] != "all" or start + timedelta(days=int(row["period_days"]) - 1) > as_of:
            continue
        above, below = row["numerator"], row["denominator"]
        value = above
        if kinds[row["kpi"]] == "ratio":
            value = above / below if below else None
        if value is not None and (above < 0 or (below or 0) < 0):
            value = None
        found.setdefault((row["kpi"], row["enterprise_id"], row["phase"]), []).append((start, value))
    shown: dict[Key, dict[date, tuple[int, str, float | None]]] = {}
    for (kpi, enterprise, phase), values in found.items():
        known = [v for _, v in values if v is not None]
        usual = median(known) if len(known) >= 3 else 0
        for start, value in values:
            believed = value if value is not None and not (usual > 0 and value >= 8 * usual) else None
            place = shown.setdefault((kpi, enterprise), {})
            if start not in place or ORDER[phase] < place[start][0]:
                place[start] = (ORDER[phase], phase, believed)
    return {
        key: [(on, phase, v) for on, (_, phase, v) in sorted(place.items()) if v is not None]
        for key, place in shown.items()
    }


def chart(values: list[tuple[date, str, float]], workshop: date | None) -> dict[str, Any]:
    """Centre, limits and signals of one series, by the rules as they are told."""
    if workshop is None:
        return {"verdict": "no_workshop"}
    before = [v for on, phase, v in values if phase == "baseline" and on < workshop]
    if len(before) < 8:
        return {"verdict": "too_few_points", "points": len(before)}
    centre = mean(before)
    moved = mean(abs(b - a) for a, b in pairwise(before))
    if moved <= 1e-9 * abs(centre):
        return {"verdict": "flat", "points": len(before)}
    later = [v for on, _, v in values if on >= workshop]
    if not later:
        return {"verdict": "no_later_points", "points": len(before)}
    beyond = sum(abs(v - centre) > 2.66 * moved for v in later)
    run = longest = 0
    side = 0
    for v in later:
        now = 0 if abs(v - centre) <= 1e-9 * abs(centre) else 1 if v > centre else -1
        run = run + 1 if now == side and now else abs(now)
        side, longest = now, max(longest, run)
    near = max(
        max(sum(v > centre + 1.33 * moved for v in four), sum(v < centre - 1.33 * moved for v in four))
        for four in (later[max(0, i - 3) : i + 1] for i in range(len(later)))
    )
    noisy = beyond >= 1 or longest >= 8 or near >= 3
    return {
        "verdict": "more_than_noise" if noisy else "within_noise",
        "points": len(before),
        "later": len(later),
        "centre": centre,
        "upper": centre + 2.66 * moved,
        "lower": max(0.0, centre - 2.66 * moved),
        "beyond": beyond,
        "run": longest,
        "near": near,
    }


def workshops(export: Path, as_of: date) -> dict[Key, date]:
    """The first workshop of a module that asks, by KPI and enterprise."""
    asks: dict[str, list[str]] = {}
    for row in table(export, "kpi_expectations"):
        asks.setdefault(row["module"], []).append(row["kpi"])
    found: dict[Key, date] = {}
    for row in table(export, "engagements"):
        held = day(row["classroom_on"])
        if held is None or held > as_of:
            continue
        for kpi in asks.get(row["module"], []):
            key = (kpi, row["enterprise_id"])
            found[key] = min(held, found.get(key, held))
    return found
