"""The questions of the page of improvement projects a second time, slowly, from the export's own files."""

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any

import pandas as pd
import pytest

from impact.ask import ask
from impact.demo import build
from impact.filters import Filters
from impact.publish import publish
from tests.queries.intervals import clustered_error, student_t
from tests.queries.test_other_twins import FILTERS, enterprises
from tests.queries.trainers_twin import ends, of_module, of_project
from tests.queries.twin_tables import AS_OF, Row, by_key, reference, table, under

MORE = [
    *FILTERS,
    Filters(donor=("seco",), country=("africa",)),
    Filters(sector=("garment",), period=(2019, 2022)),
]
by_filters = under(MORE)
TIMES = {"once": 1, "year": 1, "month": 12, "day": 250}


def asked(name: str, filters: Filters, **given: Any) -> dict[Any, Row]:
    frame = ask(f"enterprises/{name}", filters, **given).frame
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return {(r["code"], r["kind"], r["basis"]) if "kind" in r else r["code"]: r for r in rows}


def rates() -> dict[str, dict[int, float]]:
    found: dict[str, dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in reference("exchange_rates"):
        if row["currency"] and row["lcu_per_usd"] and float(row["lcu_per_usd"]) > 0:
            found[row["currency"]][int(row["year"])].append(float(row["lcu_per_usd"]))
    return {c: {y: median(v) for y, v in years.items()} for c, years in found.items()}


@cache
def all_projects(export: Path) -> list[Row]:
    """Every improvement project with its state, its day, its saving in dollars, and why it is marked."""
    known, engagements = rates(), by_key(export, "engagements", "engagement_id")
    count = Counter(r["enterprise_id"] for r in table(export, "improvement_projects"))
    found = []
    for r in table(export, "improvement_projects"):
        done = r["status"] == "completed"
        on = (r["completed_on"] or r["started_on"]) if done else r["started_on"]
        g = engagements.get(r["engagement_id"], {"module": None, "project_id": None})
        row = {**r, "done": done, "on": on, "module": g["module"], "project_id": g["project_id"]}
        row["many"] = count[r["enterprise_id"]] > 100
        row["kind"] = row["usd"] = row["judged"] = row["amount"] = None
        if done and r["saving"] is not None:
            # The dollar needs no rate.
            years = known[r["currency"]] if r["currency"] != "USD" else dict.fromkeys(range(2000, 2025), 1.0)
            row["kind"] = "once" if r["saving_period"] == "once" else "recurring"
            row["amount"] = r["saving"] * TIMES[r["saving_period"]]
            row["usd"] = row["amount"] / years[on.year] if on.year in years else None
            row["judged"] = row["amount"] / years[max(y for y in years if y <= on.year)]
        found.append(row)
    return marked(found)


def marked(rows: list[Row]) -> list[Row]:
    logs: dict[Any, list[float]] = defaultdict(list)
    for r in rows:
        if r["judged"]:
            logs[r["kind"], r["category"]].append(math.log(r["judged"]))
            logs[r["kind"]].append(math.log(r["judged"]))
    for r in rows:
        r["flagged"] = False
        if r["judged"]:
            own = logs[r["kind"], r["category"]]
            others = own if len(own) >= 10 else logs[r["kind"]]
            middle = median(others)
            width = 1.4826 * median(abs(v - middle) for v in others)
            far = len(others) >= 10 and abs(math.log(r["judged"]) - middle) > 3.5 * width
            r["flagged"] = far or r["judged"] < 5
    return rows


def places(export: Path, filters: Filters) -> dict[str, Row]:
    sectors = {r["division"]: r["sector"] for r in reference("sectors")}
    rows = [{**r, "sector": sectors.get(r["isic"], "other")} for r in enterprises(export, filters).to_dict("records")]
    return {r["enterprise_id"]: r for r in rows if not filters.sector or r["sector"] in filters.sector}


def in_scope(export: Path, filters: Filters) -> list[Row]:
    where = places(export, filters)
    return [
        {**where[r["enterprise_id"]], **r}
        for r in all_projects(export)
        if r["enterprise_id"] in where
        and of_module(filters, r["module"])
        and of_project(export, filters, r["project_id"])
    ]


def within(filters: Filters, on: date) -> bool:
    first, last = ends(filters)
    return first <= on <= last


def in_view(export: Path, filters: Filters) -> list[Row]:
    return [r for r in in_scope(export, filters) if within(filters, r["on"])]


def group(by: str, row: Row, on: str = "on") -> str:
    codes: dict[str, Callable[[], Any]] = {
        "total": lambda: "all",
        "category": lambda: str(row["category"]).lower(),
        "proposed_by": lambda: row["proposed_by"] or "unknown",
        "module": lambda: row["module"] or "unknown",
        "country": lambda: row["iso3"],
        "year": lambda: str(row[on].year),
        "currency": lambda: row["currency"],
    }
    return str(codes.get(by, lambda: row[by])())


def grouped(rows: Iterable[Row], code: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[code(row)].append(row)
    return found


@by_filters
@pytest.mark.parametrize("by", ["category", "status", "proposed_by", "module", "country", "sector", "year", "total"])
def test_projects_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    got = asked("improvements", filters, by=by)
    wanted = grouped(in_view(demo_export, filters), lambda r: group(by, r))
    assert {c for c, r in got.items() if r["projects"] or r["left_out"]} == set(wanted)
    for code, rows in wanted.items():
        kept = [r for r in rows if not r["many"]]
        each = Counter(r["enterprise_id"] for r in kept)
        states = Counter(r["status"] for r in kept)
        assert got[code]["value"] == states["completed"], code
        assert [got[code][s] for s in ("planned", "under_way", "stopped")] == [
            states[s] for s in ("planned", "under_way", "stopped")
        ]
        assert got[code]["left_out"] == len(rows) - len(kept)
        assert got[code]["per_enterprise"] == (median(each.values()) if each else None)


@by_filters
@pytest.mark.parametrize("basis", ["together", "apart"])
@pytest.mark.parametrize("by", ["total", "category", "country", "currency", "year"])
def test_savings_equal_their_twin(by: str, basis: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    got = asked("savings", filters, by=by, basis=basis)
    rows = [r for r in in_view(demo_export, filters) if r["kind"]]
    wanted = grouped(
        rows, lambda r: (group(by, r), r["kind"], "all" if basis == "together" else r["saving_basis"] or "unknown")
    )
    assert {k for k, r in got.items() if r["status"] != "no_data"} == set(wanted)
    for key, members in wanted.items():
        kept = [r for r in members if not r["many"] and not r["flagged"]]
        known = [r for r in kept if r["usd"] is not None]
        each: dict[str, float] = defaultdict(float)
        for r in known:
            each[r["enterprise_id"]] += r["usd"]
        assert got[key]["n"] == len(known), key
        assert got[key]["without_rate"] == len(kept) - len(known)
        assert got[key]["left_out"] == len(members) - len(kept)
        if known:
            assert got[key]["value"] == pytest.approx(sum(each.values()))
            assert got[key]["median"] == pytest.approx(median(each.values()))
            assert got[key]["largest_share"] == pytest.approx(100 * max(each.values()) / sum(each.values()))
        else:
            assert got[key]["value"] is None
        if by == "currency" and kept:
            assert got[key]["local"] == pytest.approx(sum(r["amount"] for r in kept))


def product_limit(days: list[tuple[int, bool]]) -> list[tuple[int, float, float]]:
    """At each day: what is left, and Greenwood's sum."""
    left, spread, found = 1.0, 0.0, []
    for day in sorted({d for d, _ in days}):
        risk = sum(d >= day for d, _ in days)
        done = sum(d == day and c for d, c in days)
        left *= 1 - done / risk
        spread += done / (risk * (risk - done)) if risk > done else 0
        found.append((day, left, spread))
    return found


def limit(left: float, spread: float, sign: float) -> float:
    if left in (0, 1):
        return left
    return left ** math.exp(sign * 1.96 * math.sqrt(spread) / -math.log(left))


@by_filters
@pytest.mark.parametrize("by", ["total", "category", "country", "year"])
def test_times_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    got = asked("improvement_times", filters, by=by)
    rows = [r for r in in_scope(demo_export, filters) if within(filters, r["started_on"])]
    wanted = grouped(rows, lambda r: group(by, r, "started_on"))
    assert set(got) == set(wanted)
    for code, members in wanted.items():
        timed = [
            ((r["completed_on"] or AS_OF) - r["started_on"]).days
            for r in members
            if not r["many"] and r["status"] in ("completed", "under_way")
        ]
        done = [r["done"] for r in members if not r["many"] and r["status"] in ("completed", "under_way")]
        curve = product_limit(list(zip(timed, done, strict=True)))
        half = next((d for d, left, _ in curve if left <= 0.5 + 1e-9), None)
        low = next((d for d, left, v in curve if limit(left, v, 1) <= 0.5 + 1e-9), None)
        high = next((d for d, left, v in curve if left > 0 and limit(left, v, -1) <= 0.5 + 1e-9), None)
        row = got[code]
        assert (row["n"], row["value"]) == (len(timed), half), code
        assert (row["low"], row["high"]) == ((low, high) if half is not None else (None, None)), code
        within_90 = [left for d, left, _ in curve if d <= 90]
        if row["within_90"] is not None:
            assert row["within_90"] == pytest.approx(100 * (1 - (within_90[-1] if within_90 else 1))), code


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "size"])
def test_teams_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    where = places(demo_export, filters)
    rows = [
        {**where[t["enterprise_id"]], **t}
        for t in table(demo_export, "improvement_teams")
        if t["enterprise_id"] in where and within(filters, t["formed_on"])
    ]
    got = {code: row for code, row in asked("improvement_teams", filters, by=by).items() if row["n"]}
    wanted = grouped(rows, lambda r: group(by, r))
    assert set(got) == set(wanted)
    for code, members in wanted.items():
        pairs = [
            (
                t["women_workers"] + t["women_managers"],
                sum(t[f"{s}_{r}"] for s in ("women", "men") for r in ("workers", "managers")),
            )
            for t in members
        ]
        share = sum(w for w, _ in pairs) / sum(n for _, n in pairs)
        assert got[code]["n"] == len(members)
        assert got[code]["value"] == pytest.approx(100 * share)
        assert got[code]["without_women"] == pytest.approx(100 * sum(w == 0 for w, _ in pairs) / len(pairs))
        if len(pairs) < 5:
            assert got[code]["low"] is None
        elif clustered_error(pairs) > 1e-6:
            margin = student_t(len(pairs) - 1) * clustered_error(pairs)
            assert got[code]["low"] == pytest.approx(100 * max(share - margin, 0), rel=1e-3, abs=0.05)
            assert got[code]["high"] == pytest.approx(100 * min(share + margin, 1), rel=1e-3, abs=0.05)


@by_filters
@pytest.mark.parametrize("by", ["total", "country", "sex", "year"])
def test_suggestions_equal_their_twin(by: str, filters: Filters, demo: Path, demo_export: Path) -> None:
    where = places(demo_export, filters)
    months = grouped(table(demo_export, "suggestions"), lambda r: (r["enterprise_id"], r["period_start"]))
    rows = []
    for (enterprise, _), members in months.items():
        if enterprise in where:
            parts = [r for r in members if r["sex"] != "all"]
            rows += [{**where[enterprise], **r} for r in (parts or members) if within(filters, r["period_start"])]
    got = {code: row for code, row in asked("suggestions", filters, by=by).items() if row["months"]}
    wanted = grouped(rows, lambda r: group(by, r, "period_start"))
    assert set(got) == set(wanted)
    for code, members in wanted.items():
        row = got[code]
        assert row["made"] == _sum(r["made"] for r in members), code
        for name, sexes in (("women_made", ["female"]), ("men_made", ["male"]), ("made_together", ["all"])):
            assert row[name] == _sum(r["made"] for r in members if r["sex"] in sexes), (code, name)
        both = [r for r in members if r["made"] is not None and r["implemented"] is not None]
        made = sum(r["made"] for r in both)
        assert row["n"] == made
        assert row["value"] == (pytest.approx(100 * sum(r["implemented"] for r in both) / made) if made else None)
        each: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for r in both:
            if r["made"]:
                each[r["enterprise_id"]][0] += r["implemented"]
                each[r["enterprise_id"]][1] += r["made"]
        pairs = [(k, n) for k, n in each.values()]
        if len(pairs) < 5:
            assert row["low"] is None
        elif clustered_error(pairs) > 1e-6:
            share = sum(r["implemented"] for r in both) / made
            margin = student_t(len(pairs) - 1) * clustered_error(pairs)
            assert row["low"] == pytest.approx(100 * max(share - margin, 0), rel=2e-3, abs=0.05)


def _sum(values: Iterable[int | None]) -> int | None:
    known = [v for v in values if v is not None]
    return sum(known) if known else None


def test_the_enterprise_that_entered_suggestions_as_projects_is_marked(demo: Path, demo_export: Path) -> None:
    planted = json.loads((demo_export.parent / "export.truth" / "truth.json").read_text(encoding="utf-8"))
    rows = ask("enterprises/improvement_rows", flagged="only").frame
    absurd = rows[rows["of_enterprise"] > 100]
    assert len(set(absurd["enterprise_id"])) == 1
    assert absurd["iso3"].unique().tolist() == ["CHN"]
    assert planted["absurd_improvement_projects"] <= len(absurd) < 1.1 * planted["absurd_improvement_projects"]


@pytest.mark.slow
def test_planted_savings_are_marked_and_hardly_another(empty_store: Path, tmp_path: Path) -> None:
    build(tmp_path / "export", scale=0.5, seed=11)
    publish(tmp_path / "export")
    planted = pd.read_parquet(tmp_path / "export.truth" / "savings.parquet").set_index("improvement_id")["factor"]
    rows = ask("enterprises/improvement_rows", flagged="only").frame
    found = set(rows.loc[rows["flag"] != "many_projects", "improvement_id"])
    hit = planted.index.isin(found)
    assert len(planted) >= 20
    assert hit[planted != 100].mean() >= 0.95, "a thousand times too much or too little"
    assert hit.mean() >= 0.8, "recall"
    assert hit.sum() / len(found) >= 0.85, "precision"
