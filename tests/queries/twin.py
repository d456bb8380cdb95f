"""The indicators computed a second time, slowly and from the export's own files, without a line of SQL.

Rows are plain dictionaries: where, whose, when, which unit, numerator, denominator (None: expected, not reported).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any

from impact.filters import Filters
from tests.queries.pairs_twin import improved
from tests.queries.practices_twin import adopted
from tests.queries.twin_tables import (
    AS_OF,
    DELIVERY,
    ENTERPRISES,
    EVERYTHING,
    NOTHING,
    TRAINERS,
    TRAINING,
    Row,
    by_key,
    engagements,
    fits,
    happened,
    rates,
    row,
    span,
    table,
    trained,
)


def completed(g: Row) -> bool:
    if g["completed_on"] is None:
        return g["status"] == "completed"
    return happened(g["completed_on"])


def per_training(export: Path, unit: str) -> list[Row]:
    return [
        row(
            iso3,
            g["enterprise_id"],
            g["project_id"],
            g["module"],
            g["classroom_on"] or g["enrolled_on"],
            g[unit],
            1.0 if g["classroom_on"] else None,
        )
        for g, iso3 in engagements(export)
        if trained(g)
    ]


def per_completion(export: Path) -> list[Row]:
    return [
        row(
            iso3,
            g["enterprise_id"],
            g["project_id"],
            g["module"],
            g["completed_on"] or g["enrolled_on"],
            g["enterprise_id"],
            1.0 if g["completed_on"] else None,
        )
        for g, iso3 in engagements(export)
        if completed(g)
    ]


def endings(export: Path) -> list[Row]:
    rows = []
    for g, iso3 in engagements(export):
        if g["enrolled_on"] > AS_OF:
            continue
        dropped = happened(g["dropped_on"]) or g["status"] == "dropped"
        num, den = (1.0, 1.0) if completed(g) else (0.0, 1.0) if dropped else (None, None)
        rows.append(
            row(iso3, g["enterprise_id"], g["project_id"], g["module"], g["enrolled_on"], g["engagement_id"], num, den)
        )
    return rows


def held(export: Path) -> list[Row]:
    return [
        s for s in table(export, "sessions") if not s["planned"] and s["starts_on"] <= AS_OF and s["kind"] in TRAINING
    ]


def people(export: Path, measure: Callable[[Row], tuple[Any, Any]], unit: str = "person_id") -> list[Row]:
    sessions = {s["session_id"]: s for s in held(export)}
    by_engagement = by_key(export, "engagements", "engagement_id")
    enterprises = by_key(export, "enterprises", "enterprise_id")
    rows = []
    for a in table(export, "attendances"):
        session = sessions.get(a["session_id"])
        if session is None or a["role"] not in ("worker", "manager"):
            continue
        g = by_engagement.get(a["engagement_id"], {})
        iso3 = session["iso3"] or enterprises.get(a["enterprise_id"], {}).get("iso3")
        num, den = measure(a)
        project = g.get("project_id") or session["project_id"]
        module = session["module"] or g.get("module")
        rows.append(row(iso3, a["enterprise_id"], project, module, session["starts_on"], a[unit], num, den))
    return rows


def attendances(export: Path) -> list[Row]:
    rows = people(export, lambda a: (1.0, None), "attendance_id")
    listed = {a["session_id"] for a in table(export, "attendances") if a["role"] in ("worker", "manager")}
    for s in held(export):
        if s["session_id"] not in listed and s["participants"] != 0:
            rows.append(
                row(s["iso3"], s["enterprise_id"], s["project_id"], s["module"], s["starts_on"], s["session_id"], None)
            )
    return rows


def woman(a: Row) -> tuple[Any, Any]:
    known = a["person_id"] is not None and a["sex"] in ("female", "male")
    return (1.0 if a["sex"] == "female" else 0.0, 1.0) if known else (None, None)


def worker(a: Row) -> tuple[Any, Any]:
    return (1.0 if a["role"] == "worker" else 0.0, 1.0) if a["person_id"] is not None else (None, None)


def satisfied(a: Row) -> tuple[Any, Any]:
    return (None, None) if a["satisfaction"] is None else (1.0 if a["satisfaction"] >= 4 else 0.0, 1.0)


def workforce(export: Path) -> list[Row]:
    counts = defaultdict(list)
    for w in table(export, "workforce"):
        counts[w["enterprise_id"]].append(w)
    rows = []
    for g, iso3 in engagements(export):
        if not trained(g):
            continue
        day = g["classroom_on"]
        before = [w for w in counts[g["enterprise_id"]] if day is not None and w["measured_on"] <= day]
        last = max(before, key=lambda w: w["measured_on"], default=None)
        known = last is not None and last["women"] is not None and last["men"] is not None
        num = float(last["women"] + last["men"]) if last is not None and known else None
        rows.append(
            row(
                iso3, g["enterprise_id"], g["project_id"], g["module"], day or g["enrolled_on"], g["enterprise_id"], num
            )
        )
    return rows


def sessions(export: Path, kinds: tuple[str, ...] = TRAINING) -> list[Row]:
    return [
        row(s["iso3"], s["enterprise_id"], s["project_id"], s["module"], s["starts_on"], s["session_id"], 1.0)
        for s in held(export)
        if s["kind"] in kinds
    ]


def partners(export: Path) -> list[Row]:
    known = by_key(export, "partners", "partner_id")
    rows = []
    for s in held(export):
        partner = known.get(s["partner_id"])
        iso3 = partner["iso3"] if partner else s["iso3"]
        rows.append(
            row(iso3, None, s["project_id"], s["module"], s["starts_on"], s["partner_id"], 1.0 if partner else None)
        )
    return rows


def improvements(export: Path) -> list[Row]:
    enterprises = by_key(export, "enterprises", "enterprise_id")
    by_engagement = by_key(export, "engagements", "engagement_id")
    rows = []
    for i in table(export, "improvement_projects"):
        day = i["completed_on"] or i["started_on"]
        if i["status"] != "completed" or day > AS_OF:
            continue
        g = by_engagement.get(i["engagement_id"], {})
        iso3 = enterprises[i["enterprise_id"]]["iso3"]
        num = 1.0 if i["completed_on"] else None
        rows.append(row(iso3, i["enterprise_id"], g.get("project_id"), g.get("module"), day, i["improvement_id"], num))
    return rows


def suggestions(export: Path, what: str) -> list[Row]:
    enterprises = by_key(export, "enterprises", "enterprise_id")
    months = defaultdict(list)
    for s in table(export, "suggestions"):
        months[s["enterprise_id"], s["period_start"]].append(s)
    rows = []
    for (enterprise, month), given in months.items():
        parts = [s for s in given if s["sex"] != "all"] or given
        for s in parts if month <= AS_OF else []:
            num = None if s[what] is None else float(s[what])
            rows.append(row(enterprises[enterprise]["iso3"], enterprise, None, None, month, enterprise, num))
    return rows


def stages(export: Path, wanted: tuple[str, ...]) -> list[Row]:
    trainers = by_key(export, "trainers", "trainer_id")
    return [
        row(trainers[m["trainer_id"]]["iso3"], None, None, m["module"], m["reached_on"], m["trainer_id"], 1.0)
        for m in table(export, "trainer_modules")
        if m["stage"] in wanted and m["reached_on"] <= AS_OF
    ]


def deliveries(export: Path) -> list[Row]:
    trainers = by_key(export, "trainers", "trainer_id")
    by_session = {s["session_id"]: s for s in held(export)}
    rows = []
    for d in table(export, "session_trainers"):
        if s := by_session.get(d["session_id"]):
            rows.append(
                row(
                    trainers[d["trainer_id"]]["iso3"],
                    None,
                    s["project_id"],
                    s["module"],
                    s["starts_on"],
                    d["trainer_id"],
                    1.0,
                )
            )
    return rows


def costs(export: Path) -> list[Row]:
    paid = defaultdict(list)
    for c in table(export, "engagement_costs"):
        paid[c["engagement_id"]].append(c)
    rows = []
    for g, iso3 in engagements(export):
        if not trained(g):
            continue
        parts = paid[g["engagement_id"]]
        known = bool(parts) and all((c["currency"], c["year"]) in rates() for c in parts)
        usd = [(c["payer"], c["amount"] / rates()[c["currency"], c["year"]]) for c in parts] if known else []
        num = sum(v for payer, v in usd if payer not in ("donor", "ILO")) if known else None
        den = sum(v for _, v in usd) if known else None
        rows.append(
            row(
                iso3,
                g["enterprise_id"],
                g["project_id"],
                g["module"],
                g["classroom_on"] or g["enrolled_on"],
                g["engagement_id"],
                num,
                den,
            )
        )
    return rows


def reports(export: Path) -> list[Row]:
    return [
        row(
            s["iso3"],
            None,
            None,
            None,
            s["period_start"],
            (s["iso3"], s["period_start"]),
            1.0 if s["received_on"] and s["received_on"] <= s["due_on"] else 0.0,
            1.0,
        )
        for s in table(export, "submissions")
        if s["due_on"] <= AS_OF
    ]


KPIS = (
    "defect_rate",
    "absenteeism",
    "labour_turnover",
    "accidents",
    "energy_per_unit",
    "material_per_unit",
    "productivity",
    "on_time_delivery",
    "overtime",
    "cost_savings",
    "worker_satisfaction",
    "grievances_resolved",
    "wages",
    "jobs",
)

# indicator: how its rows are found, how they are added up, which filters beside country and period it heeds
TWINS: dict[str, tuple[Callable[[Path], Iterable[Row]], str, frozenset[str]]] = {
    "enterprises_trained": (lambda e: per_training(e, "enterprise_id"), "distinct", EVERYTHING),
    "enterprises_completed": (per_completion, "distinct", EVERYTHING),
    "module_uptake": (lambda e: per_training(e, "engagement_id"), "distinct", EVERYTHING),
    "modules_per_enterprise": (lambda e: per_training(e, "enterprise_id"), "per_unit", EVERYTHING),
    "unique_people": (lambda e: people(e, lambda a: (1.0 if a["person_id"] else None, None)), "distinct", EVERYTHING),
    "attendances": (attendances, "sum", EVERYTHING),
    "workforce_represented": (workforce, "latest", EVERYTHING),
    "women_share": (lambda e: people(e, woman), "distinct_ratio", EVERYTHING),
    "workers_share": (lambda e: people(e, worker), "distinct_ratio", EVERYTHING),
    "satisfaction_rate": (lambda e: people(e, satisfied, "attendance_id"), "ratio", EVERYTHING),
    "sessions": (sessions, "sum", DELIVERY),
    "visits": (lambda e: sessions(e, ("visit",)), "sum", EVERYTHING),
    "improvement_projects_completed": (improvements, "distinct", EVERYTHING),
    "suggestions_made": (lambda e: suggestions(e, "made"), "sum", ENTERPRISES),
    "suggestions_implemented": (lambda e: suggestions(e, "implemented"), "sum", ENTERPRISES),
    "trainers_instructed": (lambda e: stages(e, ("instructed", "certified", "expert")), "distinct", TRAINERS),
    "trainers_certified": (lambda e: stages(e, ("certified", "expert")), "distinct", TRAINERS),
    "trainers_expert": (lambda e: stages(e, ("expert",)), "distinct", TRAINERS),
    "active_trainers": (deliveries, "distinct", DELIVERY),
    "active_partners": (partners, "distinct", DELIVERY),
    "cost_recovery": (costs, "ratio", EVERYTHING),
    "completion_rate": (endings, "ratio", EVERYTHING),
    "sex_known_rate": (
        lambda e: people(e, lambda a: (float(a["sex"] in ("female", "male", "other")), 1.0), "attendance_id"),
        "ratio",
        EVERYTHING,
    ),
    "person_known_rate": (
        lambda e: people(e, lambda a: (float(a["person_id"] is not None), 1.0), "attendance_id"),
        "ratio",
        EVERYTHING,
    ),
    "reports_on_time": (reports, "ratio", NOTHING),
    "practices_adopted": (adopted, "ratio", EVERYTHING),
    **{code: (partial(improved, code=code), "ratio", ENTERPRISES) for code in KPIS},
}
ROLLING = ("active_trainers", "active_partners")
COUNTS = ("sum", "distinct", "latest")


@cache
def rows_of(export: Path, code: str) -> list[Row]:
    return list(TWINS[code][0](export))


def result(rows: list[Row], how: str) -> dict[str, Any]:
    """Value, n, reported and expected of some rows."""
    given = [r for r in rows if r["num"] is not None]
    value: float | None = None
    n = len(given)
    if how == "sum":
        value = sum(r["num"] for r in given)
    elif how == "ratio":
        base = sum(r["den"] for r in given)
        value = 100 * sum(r["num"] for r in given) / base if base else None
    else:
        units = defaultdict(list)
        for r in given:
            units[r["unit"]].append(r)
        n = len(units)
        if how == "distinct":
            value = float(n)
        elif how == "per_unit":
            value = len(given) / n if n else None
        elif how == "latest":
            value = sum(max(r["day"] for r in rs) and max(rs, key=lambda r: r["day"])["num"] for rs in units.values())
        else:
            positive = sum(any(r["num"] > 0 for r in rs) for rs in units.values())
            value = 100 * positive / n if n else None
    return {"value": value if given else None, "n": n, "reported": len(given), "expected": len(rows)}


def compute(export: Path, code: str, filters: Filters) -> dict[str, Any]:
    """One indicator in the period in view."""
    _, how, heeds = TWINS[code]
    kept = [r for r in rows_of(export, code) if fits(r, filters, heeds, export)]
    first, last = span(filters)
    if code in ROLLING:
        end = last
        first = max(first, date(end.year - 1, end.month, end.day))
        kept_in_view = (
            [r for r in kept if first < r["day"] <= last]
            if first.year == end.year - 1
            else [r for r in kept if first <= r["day"] <= last]
        )
    else:
        kept_in_view = [r for r in kept if first <= r["day"] <= last]
    found = result(kept_in_view, how)
    since = min((r["day"] for r in kept if r["num"] is not None), default=None)
    if not kept_in_view and how in COUNTS and since is not None and since <= last:
        found["value"] = 0.0
    return found
