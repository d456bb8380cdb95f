"""Practices before and after computed a second time, slowly and from the export's own files, without a line of SQL."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from impact.filters import Filters
from tests.queries.intervals import clustered_error, student_t, wilson
from tests.queries.twin_tables import (
    AS_OF,
    EVERYTHING,
    Row,
    by_key,
    fits,
    happened,
    sectors,
    sizes,
    span,
    table,
    trained,
)

OUTCOMES = {("no", "yes"): "gained", ("yes", "yes"): "kept", ("yes", "no"): "lost", ("no", "no"): "never"}
Key = tuple[str, str]


@cache
def checks(export: Path) -> dict[Key, list[Row]]:
    found = defaultdict(list)
    for k in table(export, "practice_checks"):
        if k["checked_on"] <= AS_OF:
            found[k["enterprise_id"], k["practice"]].append(k)
    return {key: sorted(given, key=lambda k: k["checked_on"]) for key, given in found.items()}


@cache
def repeaters(export: Path) -> set[str]:
    """Enterprises whose answers are the same in every round, and whose KPIs do not say otherwise."""
    practices, differ = defaultdict(int), set()
    for (enterprise, _), given in checks(export).items():
        answers = {k["answer"] for k in given}
        if len(answers) > 1:
            differ.add(enterprise)
        if len({k["checked_on"] for k in given}) > 1 and answers != {"not_applicable"}:
            practices[enterprise] += 1
    values = defaultdict(list)
    for o in table(export, "kpi_observations"):
        if o["numerator"] not in (None, 0) and o["period_start"] <= AS_OF:
            values[o["enterprise_id"], o["kpi"], o["sex"]].append(o["numerator"])
    again: dict[str, bool] = {}
    for (enterprise, *_), numbers in values.items():
        if len(numbers) > 1:
            again[enterprise] = again.get(enterprise, False) or len(set(numbers)) > 1
    alike = {e: n for e, n in practices.items() if e not in differ and n >= 5}
    return {e for e, n in alike.items() if (not again[e] if e in again else n >= 10)}


def due(export: Path) -> dict[Key, tuple[date, str]]:
    """When each enterprise's practice was first due, and for which engagement."""
    slowest: dict[str, int] = {}
    for x in table(export, "kpi_expectations"):
        slowest[x["module"]] = max(x["due_days"], slowest.get(x["module"], 0))
    found: dict[Key, tuple[date, str]] = {}
    for g in filter(trained, table(export, "engagements")):
        completed = g["completed_on"] if happened(g["completed_on"]) else None
        begun = g["baseline_on"] or g["classroom_on"] or g["enrolled_on"]
        day = g["endline_on"] or completed or begun + timedelta(days=slowest.get(g["module"], 365))
        for p in table(export, "practices"):
            if day <= AS_OF and p["module"] in (None, g["module"]):
                key = (g["enterprise_id"], p["practice"])
                found[key] = min(found.get(key, (day, g["engagement_id"])), (day, g["engagement_id"]))
    return found


@cache
def pairs(export: Path) -> list[Row]:
    """What was in place before, after and later, of every enterprise and practice checked or due."""
    expected, known = due(export), checks(export)
    engagements = by_key(export, "engagements", "engagement_id")
    enterprises = by_key(export, "enterprises", "enterprise_id")
    module = {p["practice"]: p["module"] for p in table(export, "practices")}
    found = []
    for key in sorted(set(expected) | set(known)):
        given = known.get(key, [])
        before = next((k for k in given if k["phase"] == "baseline"), None)
        later = [k for k in given if before is None or k["checked_on"] > before["checked_on"]]
        after = next((k for k in later[::-1] if k["phase"] == "endline"), None)
        if key not in expected and before is None and after is None:
            continue
        last = [k for k in later if after and k["phase"] == "follow_up" and k["checked_on"] > after["checked_on"]]
        chosen = after or before
        engagement = engagements[chosen["engagement_id"] if chosen else expected[key][1]]
        answers = [k and k["answer"] for k in (before, after)]
        outcome = OUTCOMES.get((answers[0], answers[1]))
        found.append(
            {
                "enterprise": key[0],
                "practice": key[1],
                "taught_in": module[key[1]],
                "module": module[key[1]] or engagement["module"],
                "iso3": enterprises[key[0]]["iso3"],
                "project": engagement["project_id"],
                "day": after["checked_on"] if after else expected[key][0] if key in expected else before["checked_on"],
                "before": answers[0],
                "after": answers[1],
                "follow_up": last[-1]["answer"] if last else None,
                "outcome": outcome,
                "not_applicable": "not_applicable" in answers,
                "reported": None not in answers,
                "expected": key in expected or None not in answers,
                "repeated": key[0] in repeaters(export),
            }
        )
    return found


@cache
def in_view(export: Path, filters: Filters) -> list[Row]:
    first, last = span(filters)
    return [p for p in pairs(export) if first <= p["day"] <= last and fits(p, filters, EVERYTHING, export)]


def adopted(export: Path) -> list[Row]:
    """The indicator's rows, for `TWINS`."""
    rows = []
    for p in pairs(export):
        if p["expected"] and p["before"] == "no" and p["after"] != "not_applicable":
            told = p["outcome"] is not None and not p["repeated"]
            unit = (p["enterprise"], p["practice"])
            num = float(p["outcome"] == "gained") if told else None
            rows.append({**p, "unit": unit, "num": num, "den": 1.0 if told else None})
    return rows


def codes(export: Path, by: str) -> Callable[[Row], Iterable[str]]:
    """The groups that a pair belongs to."""
    enterprises = by_key(export, "enterprises", "enterprise_id")
    areas = defaultdict(list)
    for a in table(export, "practice_areas"):
        areas[a["practice"]].append(a["area"])
    led = {True: "yes", False: "no", None: "unknown"}
    return {
        "total": lambda p: ["all"],
        "practice": lambda p: [p["practice"]],
        "module": lambda p: [p["taught_in"] or "unknown"],
        "country": lambda p: [p["iso3"]],
        "sector": lambda p: [sectors().get(enterprises[p["enterprise"]]["isic"], "other")],
        "size": lambda p: [sizes(export)[p["enterprise"]]],
        "year": lambda p: [str(p["day"].year)],
        "women_led": lambda p: [led[enterprises[p["enterprise"]]["women_led"]]],
        "area": lambda p: areas[p["practice"]] or ["none"],
    }[by]


def groups(export: Path, filters: Filters, by: str) -> dict[str, list[Row]]:
    found = defaultdict(list)
    code_of = codes(export, by)
    for p in in_view(export, filters):
        for code in code_of(p):
            found[code].append(p)
    return found


def summary(given: list[Row], *, repeats: bool) -> dict[str, Any]:
    """What `enterprises/practices` says of one group."""
    told = [p for p in given if repeats or not p["repeated"]]
    counts = {o: sum(p["outcome"] == o for p in told) for o in OUTCOMES.values()}
    n = sum(counts.values())
    each: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for p in told:
        if p["outcome"]:
            each[p["enterprise"]][0] += (p["outcome"] == "gained") - (p["outcome"] == "lost")
            each[p["enterprise"]][1] += 1
    reported = {p["enterprise"] for p in given if p["reported"]}
    expected = {p["enterprise"] for p in given if p["expected"]}
    low = high = None
    clusters = [(k, m) for k, m in each.values()]
    if len(clusters) >= 5 and (error := clustered_error(clusters)) > 1e-8:
        change, margin = (counts["gained"] - counts["lost"]) / n, student_t(len(clusters) - 1) * error
        low, high = 100 * max(change - margin, -1), 100 * min(change + margin, 1)
    return {
        **counts,
        "n": n,
        "enterprises": len(each),
        "not_applicable": sum(p["not_applicable"] and p["reported"] for p in told),
        "repeated": len({p["enterprise"] for p in given if p["reported"] and p["repeated"]}),
        "reported": len(reported),
        "expected": len(expected),
        "silent": len(expected - reported),
        "before": 100 * (counts["kept"] + counts["lost"]) / n if n else None,
        "after": 100 * (counts["kept"] + counts["gained"]) / n if n else None,
        "change": 100 * (counts["gained"] - counts["lost"]) / n if n else None,
        "low": low,
        "high": high,
    }


def lost_again_interval(gained: list[Row]) -> tuple[float | None, float | None]:
    """Wilson's interval of the share lost again, for as many independent cases as vary like the enterprises."""
    each: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for p in gained:
        if p["follow_up"] in ("yes", "no"):
            each[p["enterprise"]][0] += p["follow_up"] == "no"
            each[p["enterprise"]][1] += 1
    clusters = [(k, n) for k, n in each.values()]
    if len(clusters) < 5:
        return None, None
    share = sum(k for k, _ in clusters) / sum(n for _, n in clusters)
    variance = clustered_error(clusters) ** 2
    cases = share * (1 - share) / variance if variance > 1e-12 else len(clusters)
    low, high = wilson(share, cases, student_t(len(clusters) - 1))
    return 100 * max(low, 0), 100 * min(high, 1)
