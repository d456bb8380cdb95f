"""The questions of participation computed a second time, slowly and from the export's own files, without a line of SQL."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from impact.filters import Filters
from tests.queries.twin_tables import AS_OF, TRAINING, by_key, reference, table, trained

Row = dict[str, Any]


@cache
def latest_counts(export: Path) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for w in sorted(table(export, "workforce"), key=lambda w: w["measured_on"]):
        found[w["enterprise_id"]] = w
    return found


@cache
def sectors() -> dict[str, str]:
    return {row["division"]: row["sector"] for row in reference("sectors")}


@cache
def regions() -> dict[str, str]:
    return {row["iso3"]: row["ilo_region"] for row in reference("countries")}


def in_country(iso3: str | None, filters: Filters) -> bool:
    return not filters.country or (iso3 is not None and (iso3 in filters.country or regions()[iso3] in filters.country))


def in_period(day: date, filters: Filters) -> bool:
    return filters.period is None or filters.period[0] <= day.year <= filters.period[1]


def in_projects(export: Path, project: str | None, filters: Filters) -> bool:
    if not filters.project and not filters.donor:
        return True
    donors = {d["donor_id"] for d in table(export, "project_donors") if d["project_id"] == project}
    return (
        project is not None
        and (not filters.project or project in filters.project)
        and (not filters.donor or bool(donors & set(filters.donor)))
    )


def of_enterprise(export: Path, enterprise: str | None) -> Row:
    found = by_key(export, "enterprises", "enterprise_id").get(enterprise or "")
    if found is None:
        return {"iso3": None, "sector": None, "size": None, "women_led": None, "women_owned": None}
    last = latest_counts(export).get(found["enterprise_id"])
    heads = None if last is None or None in (last["women"], last["men"]) else last["women"] + last["men"]
    size = (
        "unknown"
        if heads is None
        else ("micro", "small", "medium", "large")[(heads > 9) + (heads > 49) + (heads > 249)]
    )
    return {**found, "sector": sectors().get(str(found["isic"]), "other"), "size": size}


def keeps_enterprise(e: Row, filters: Filters) -> bool:
    return (
        (not filters.sector or e["sector"] in filters.sector)
        and (not filters.size or e["size"] in filters.size)
        and (filters.women_led is None or e["women_led"] == (filters.women_led == "yes"))
    )


def asks_for_enterprises(filters: Filters) -> bool:
    return bool(filters.sector or filters.size or filters.women_led)


def listed(export: Path, filters: Filters, roles: Iterable[str] = ("worker", "manager")) -> list[Row]:
    """The persons in the lists of held training sessions, with all that the questions group by."""
    sessions = by_key(export, "sessions", "session_id")
    engagements = by_key(export, "engagements", "engagement_id")
    levels = trainer_levels(export)
    found = []
    for a in table(export, "attendances"):
        s = sessions[a["session_id"]]
        if s["planned"] or s["starts_on"] > AS_OF or s["kind"] not in TRAINING or a["role"] not in roles:
            continue
        g = engagements.get(a["engagement_id"], {})
        e = of_enterprise(export, a["enterprise_id"])
        row = {
            **a,
            "kind": s["kind"],
            "day": s["starts_on"],
            "year": str(s["starts_on"].year),
            "country": s["iso3"] or e["iso3"],
            "module": s["module"] or g.get("module"),
            "project": g.get("project_id") or s["project_id"],
            "sector": e["sector"],
            "cluster": a["enterprise_id"] or a["session_id"],
            "trainer_level": levels.get(a["session_id"], "unknown"),
            "total": "all",
        }
        keep = in_country(row["country"], filters) and in_period(row["day"], filters) and keeps_enterprise(e, filters)
        keep = keep and (not filters.module or row["module"] in filters.module)
        if keep and in_projects(export, row["project"], filters):
            found.append(row)
    return found


@cache
def trainer_levels(export: Path) -> dict[str, str]:
    order = ["instructed", "certified", "expert"]
    reached = defaultdict(list)
    for m in table(export, "trainer_modules"):
        if m["stage"] in order:
            reached[m["trainer_id"]].append((m["reached_on"], order.index(m["stage"])))
    sessions = by_key(export, "sessions", "session_id")
    found: dict[str, int] = {}
    for t in table(export, "session_trainers"):
        day = sessions[t["session_id"]]["starts_on"]
        best = max((level for on, level in reached[t["trainer_id"]] if on <= day), default=-1)
        found[t["session_id"]] = max(found.get(t["session_id"], -1), best)
    return {session: order[level] for session, level in found.items() if level >= 0}


def groups(rows: list[Row], key: Callable[[Row], Any]) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def sexes(rows: list[Row]) -> dict[Any, str]:
    """The sex of each known person: a woman wherever one is recorded once, then a man, then another, then not known."""
    found: dict[Any, str] = {}
    order = ["unknown", "other", "male", "female"]
    for row in rows:
        if row["person_id"] is not None:
            before = found.get(row["person_id"], "unknown")
            found[row["person_id"]] = max(before, row["sex"], key=order.index)
    return found


def share(rows: list[Row]) -> Row:
    """Women, men, others and unknown among the people of a group, with women and people of each enterprise."""
    sex = sexes(rows)
    where: dict[Any, str] = {}
    for row in rows:
        if row["person_id"] is not None:
            where[row["person_id"]] = min(where.get(row["person_id"], row["cluster"]), row["cluster"])
    clusters: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for person, one in sex.items():
        if one in ("female", "male"):
            clusters[where[person]][0] += one == "female"
            clusters[where[person]][1] += 1
    count = [list(sex.values()).count(s) for s in ("female", "male", "other", "unknown")]
    return {
        "women": count[0],
        "men": count[1],
        "other": count[2],
        "unknown": count[3],
        "clusters": [tuple(c) for c in clusters.values()],
        "attendances": len(rows),
        "reported": sum(row["person_id"] is not None for row in rows),
    }


def engaged(export: Path, filters: Filters, *, whenever: bool = False) -> list[Row]:
    """Engagements that reached the workshop, with the workforce last counted at or before it."""
    counts = defaultdict(list)
    for w in table(export, "workforce"):
        counts[w["enterprise_id"]].append(w)
    found = []
    for g in table(export, "engagements"):
        e = of_enterprise(export, g["enterprise_id"])
        day = g["classroom_on"] if g["classroom_on"] is not None and g["classroom_on"] <= AS_OF else g["enrolled_on"]
        if not trained(g) or not (whenever or in_period(day, filters)):
            continue
        before = [w for w in counts[g["enterprise_id"]] if g["classroom_on"] and w["measured_on"] <= g["classroom_on"]]
        last = max(before, key=lambda w: w["measured_on"], default=None)
        known = last is not None and None not in (last["women"], last["men"])
        row = {
            **g,
            "day": day,
            "country": e["iso3"],
            "enterprise": e,
            "counts": (last["women"], last["men"]) if known else None,
        }
        keep = in_country(e["iso3"], filters) and keeps_enterprise(e, filters)
        keep = keep and (not filters.module or g["module"] in filters.module)
        if whenever or (keep and in_projects(export, g["project_id"], filters)):
            found.append(row)
    return found


def held(export: Path, filters: Filters) -> list[Row]:
    """Held sessions of every kind; a visit without a country is where its enterprise is."""
    found = []
    for s in table(export, "sessions"):
        iso3 = s["iso3"] or of_enterprise(export, s["enterprise_id"])["iso3"]
        keep = not s["planned"] and s["starts_on"] <= AS_OF and in_country(iso3, filters)
        keep = keep and in_period(s["starts_on"], filters) and (not filters.module or s["module"] in filters.module)
        if keep and in_projects(export, s["project_id"], filters):
            found.append({**s, "country": iso3})
    return found


def at_an_enterprise_in_view(export: Path, session: Row, filters: Filters) -> bool:
    if not asks_for_enterprises(filters):
        return True
    e = of_enterprise(export, session["enterprise_id"])
    return e["iso3"] is not None and in_country(e["iso3"], filters) and keeps_enterprise(e, filters)
