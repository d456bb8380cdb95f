"""Peers, places and quantiles again, slowly and in plain Python, from the values of the snapshot as they are reported."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from math import ceil, floor
from statistics import mean, median
from typing import Any

from impact import store, warehouse
from impact.access import OWNER

Row = dict[str, Any]
STEPS = ("alike", "region", "size", "sector", "all")
SHARES = (10, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90)


def table(name: str) -> list[Row]:
    """The rows of a table of the current snapshot; what is missing is None."""
    frame = warehouse.run(store.current().id, OWNER, "rows", f"select * from {name}", {})
    for column in frame.select_dtypes("datetime").columns:
        frame[column] = frame[column].dt.date
    frame = frame.astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def quantile(values: Iterable[float], share: int) -> float:
    """By straight lines between the values in order."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1) / 100
    low, high = ordered[floor(place)], ordered[ceil(place)]
    return low + (high - low) * (place - floor(place))


class Peers:
    """Everything about peers in the current snapshot."""

    def __init__(self) -> None:
        """Read the values once."""
        self.as_of = store.current().as_of
        self.kpis = {row["kpi"]: row for row in table("kpis")}
        regions = {row["iso3"]: row["region"] for row in table("countries")}
        self.enterprises = {row["enterprise_id"]: row for row in table("enterprises")}
        for row in self.enterprises.values():
            agreed = row["benchmark_consent_on"]
            row["consents"] = agreed is not None and agreed <= self.as_of
            row["world"] = regions.get(row["iso3"])
            row["band"] = None if row["size"] == "unknown" else row["size"]
        self.pairs = {(row["kpi"], row["enterprise_id"]): row for row in table("kpi_pairs")}
        self.series: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in table("kpi_values"):
            if row["status"] == "shown":
                self.series[row["kpi"], row["enterprise_id"]].append(row)
        self.baselines = {key: self._baseline(key[0], values) for key, values in self.series.items()}
        self.thirds = {kpi: self._thirds(kpi) for kpi in self.kpis}
        self.starts: dict[tuple[str, str], int | None] = {}
        self.values = {key: self._latest(key) for key in self.pairs}

    def _usable(self, kpi: str, row: Row) -> float | None:
        known = self.kpis[kpi]
        return row["value_usd"] if known["amount"] and known["comparable"] else row["value"]

    def _level(self, kpi: str, values: list[Row]) -> float | None:
        if self.kpis[kpi]["type"] == "ratio":
            below = sum(row["denominator"] for row in values)
            return sum(row["numerator"] for row in values) / below if below else None
        known = [value for row in values if (value := self._usable(kpi, row)) is not None]
        return mean(known) if known else None

    def _baseline(self, kpi: str, values: list[Row]) -> Row | None:
        found = [row for row in values if row["phase"] == "baseline"]
        if not found:
            return None
        first = min(found, key=lambda row: (row["period_start"], row["engagement_id"] or ""))
        mine = [row for row in found if row["engagement_id"] == first["engagement_id"]]
        units = {_units(row) for row in mine}
        return {
            "level": self._level(kpi, mine),
            "to_on": max(row["period_end"] for row in mine),
            "units": units.pop() if len(units) == 1 else None,
        }

    def _thirds(self, kpi: str) -> tuple[float, float] | None:
        levels = sorted(
            base["level"]
            for (code, enterprise), base in self.baselines.items()
            if code == kpi and base and base["level"] is not None and self.enterprises[enterprise]["consents"]
        )
        if not levels or not self.kpis[kpi]["comparable"]:
            return None
        limits = []
        for third in (1, 2):
            place = third / 3 * (len(levels) - 1)
            low, high = levels[floor(place)], levels[ceil(place)]
            limits.append(low + (high - low) * (place - floor(place)))
        return limits[0], limits[1]

    def start(self, kpi: str, enterprise: str) -> int | None:
        """The third of the starting level, from 1."""
        key, limits = (kpi, enterprise), self.thirds[kpi]
        if key not in self.starts:
            base = self.baselines.get(key)
            level = base["level"] if base else None
            self.starts[key] = None if level is None or not limits else 1 + sum(level > limit for limit in limits)
        return self.starts[key]

    def compared(self, kpi: str, enterprise: str) -> list[Row]:
        """The values of the series by which an enterprise may be compared, in the units of its baseline where needed."""
        base = self.baselines.get((kpi, enterprise))
        rows = [row for row in self.series.get((kpi, enterprise), []) if row["in_series"]]
        if self.kpis[kpi]["comparable"]:
            return [row for row in rows if self._usable(kpi, row) is not None]
        return [row for row in rows if base and _units(row) == base["units"]]

    def value(self, kpi: str, enterprise: str, rows: list[Row]) -> float | None:
        """The level of some rows, or its change since the baseline in percent."""
        level = self._level(kpi, rows)
        if self.kpis[kpi]["comparable"] or level is None:
            return level
        base = self.baselines[kpi, enterprise]
        return 100 * (level / base["level"] - 1) if base and base["level"] and base["level"] > 0 else None

    def _latest(self, key: tuple[str, str]) -> float | None:
        kpi, enterprise = key
        rows, base = self.compared(kpi, enterprise), self.baselines.get(key)
        if not self.kpis[kpi]["comparable"]:
            rows = [r for r in rows if base and r["phase"] != "baseline" and r["period_start"] > base["to_on"]]
        if not rows or self.pairs[key]["status"] == "copied":
            return None
        last = max(row["period_end"] for row in rows)
        if last < months_before(self.as_of, 36):
            return None
        value = self.value(kpi, enterprise, [r for r in rows if r["period_start"] > months_before(last, 6)])
        return None if value is None else round(value, 9)

    def shares(self, kpi: str, one: str, other: str) -> int:
        """The closest step at which another enterprise is a peer."""
        a, b = self.enterprises[one], self.enterprises[other]
        if a["sector"] != b["sector"]:
            return 5
        if a["band"] is None or a["band"] != b["band"]:
            return 4
        if a["world"] is None or a["world"] != b["world"]:
            return 3
        start = self.start(kpi, one)
        return 1 if start is not None and start == self.start(kpi, other) else 2

    def peers(self, kpi: str, enterprise: str, chosen: str) -> tuple[int | None, dict[str, float]]:
        """The step, and the value of each peer."""
        near = {
            other: self.shares(kpi, enterprise, other)
            for (code, other), value in self.values.items()
            if code == kpi and other != enterprise and value is not None and self.enterprises[other]["consents"]
        }
        steps = range(1, 6) if chosen == "auto" else [1 + STEPS.index(chosen)]
        found = (step for step in steps if sum(at <= step for at in near.values()) >= 10)
        step = next(found, None) if chosen == "auto" else steps[0]
        return step, {name: self.values[kpi, name] for name, at in near.items() if step and at <= step}  # type: ignore[misc]


def _units(row: Row) -> tuple[str, str, str]:
    return row["numerator_unit"] or "", row["denominator_unit"] or "", row["currency"] or ""


def months_before(day: date, months: int) -> date:
    """The same day so many months before, or the last of that month."""
    at = day.year * 12 + day.month - 1 - months
    for last in range(day.day, 0, -1):
        try:
            return date(at // 12, at % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError


def middle_and_ends(values: list[float], ranks: dict[int, int]) -> tuple[float, float, float]:
    """The median and the two values that enclose it."""
    ordered = sorted(values)
    rank = ranks[len(ordered)]
    return median(ordered), ordered[rank - 1], ordered[-rank]
