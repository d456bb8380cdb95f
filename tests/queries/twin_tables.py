"""The export's own files as rows, and which of them the filters leave, slowly and without a line of SQL."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from impact.filters import Filters
from impact.settings import REFERENCE

Row = dict[str, Any]
AS_OF = date(2024, 8, 31)
TRAINING = ("classroom", "visit", "online")
# Of a list of filters, those under which every run asks: none at all, and a place with a period. Slow runs ask under all.
ALWAYS = (0, 2)


def under(filters: Sequence[Filters]) -> pytest.MarkDecorator:
    """Ask a test's question under each of `filters`."""
    found = [f if place in ALWAYS else pytest.param(f, marks=pytest.mark.slow) for place, f in enumerate(filters)]
    return pytest.mark.parametrize("filters", found, ids=lambda f: str(f.link()))


@cache
def table(export: Path, name: str) -> list[Row]:
    return pq.read_table(export / f"{name}.parquet").to_pylist()


@cache
def by_key(export: Path, name: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in table(export, name)}


@cache
def reference(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def row(iso3: Any, enterprise: Any, project: Any, module: Any, day: date, unit: Any, num: Any, den: Any = None) -> Row:
    return {
        "iso3": iso3,
        "enterprise": enterprise,
        "project": project,
        "module": module,
        "day": day,
        "unit": unit,
        "num": num,
        "den": den,
    }


def engagements(export: Path) -> Iterable[tuple[Row, str]]:
    enterprises = by_key(export, "enterprises", "enterprise_id")
    for g in table(export, "engagements"):
        yield g, enterprises[g["enterprise_id"]]["iso3"]


def happened(day: date | None) -> bool:
    return day is not None and day <= AS_OF


def trained(g: Row) -> bool:
    if g["classroom_on"] is None:
        return g["status"] in ("trained", "visited", "completed")
    return happened(g["classroom_on"])


@cache
def rates() -> dict[tuple[str, int], float]:
    found = defaultdict(list)
    for r in reference("exchange_rates"):
        if r["currency"] and r["lcu_per_usd"] and float(r["lcu_per_usd"]) > 0:
            found[r["currency"], int(r["year"])].append(float(r["lcu_per_usd"]))
    middle = {}
    for key, values in found.items():
        values.sort()
        half = len(values) // 2
        middle[key] = values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
    return middle


EVERYTHING = frozenset({"donor", "project", "module", "sector", "size", "women_led"})
DELIVERY = frozenset({"donor", "project", "module"})
TRAINERS = frozenset({"module"})
ENTERPRISES = frozenset({"sector", "size", "women_led"})
NOTHING: frozenset[str] = frozenset()


@cache
def sizes(export: Path) -> dict[str, str]:
    latest: dict[str, Row] = {}
    for w in table(export, "workforce"):
        if w["enterprise_id"] not in latest or w["measured_on"] > latest[w["enterprise_id"]]["measured_on"]:
            latest[w["enterprise_id"]] = w
    bands = {}
    for e in table(export, "enterprises"):
        w = latest.get(e["enterprise_id"])
        people = None if w is None or w["women"] is None or w["men"] is None else w["women"] + w["men"]
        known = people is not None
        bands[e["enterprise_id"]] = (
            "unknown"
            if not known
            else "micro"
            if people < 10
            else "small"
            if people < 50
            else "medium"
            if people < 250
            else "large"
        )
    return bands


@cache
def regions() -> dict[str, str]:
    return {c["iso3"]: c["ilo_region"] for c in reference("countries")}


@cache
def sectors() -> dict[str, str]:
    return {s["division"]: s["sector"] for s in reference("sectors")}


@cache
def funding(export: Path) -> set[tuple[str, str]]:
    return {(d["project_id"], d["donor_id"]) for d in table(export, "project_donors")}


def fits(r: Row, filters: Filters, heeds: frozenset[str], export: Path) -> bool:
    enterprise = by_key(export, "enterprises", "enterprise_id").get(r["enterprise"])
    donors = funding(export)
    if filters.country and not {r["iso3"], regions().get(r["iso3"])} & set(filters.country):
        return False
    tests = {
        "module": not filters.module or r["module"] in filters.module,
        "project": not filters.project or r["project"] in filters.project,
        "donor": not filters.donor or any((r["project"], d) in donors for d in filters.donor),
        "sector": not filters.sector
        or (enterprise is not None and sectors().get(enterprise["isic"], "other") in filters.sector),
        "size": not filters.size or (enterprise is not None and sizes(export)[r["enterprise"]] in filters.size),
        "women_led": filters.women_led is None
        or (enterprise is not None and enterprise["women_led"] == (filters.women_led == "yes")),
    }
    return all(ok for name, ok in tests.items() if name in heeds)


def span(filters: Filters) -> tuple[date, date]:
    """The first and last day in view."""
    if filters.period is None:
        return date.min, AS_OF
    return date(filters.period[0], 1, 1), min(date(filters.period[1], 12, 31), AS_OF)
