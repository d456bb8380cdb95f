"""Trainers, sessions and days, as slow and plain computations of the export see them."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from impact.ask import ask
from impact.filters import Filters
from tests.queries.test_other_twins import FILTERS
from tests.queries.twin_tables import AS_OF, TRAINING, Row, reference, table, under

MORE = [
    *FILTERS,
    Filters(donor=("seco",)),
    Filters(project=("GLO-3", "SIRAYE"), country=("africa",)),
    Filters(period=(2018, 2019), module=("quality", "lean")),
    Filters(period=(2011, 2024), country=("IDN", "VNM", "CHN")),
]
by_filters = under(MORE)


def asked(name: str, filters: Filters, **given: Any) -> list[Row]:
    frame = ask(f"training/{name}", filters, **given).frame
    return frame.astype(object).where(frame.notna(), None).to_dict("records")


def ends(filters: Filters) -> tuple[date, date]:
    """The first and last day in view."""
    first, last = filters.period or (1900, AS_OF.year)
    return date(first, 1, 1), min(date(last, 12, 31), AS_OF)


def recent(filters: Filters) -> tuple[date, date]:
    """The last twelve months of the period in view, or all of it where it is shorter."""
    first, last = ends(filters)
    after = last + timedelta(days=1)
    return max(first, after.replace(year=after.year - 1)), last


def chosen(filters: Filters, iso3: str | None) -> bool:
    region = {row["iso3"]: row["ilo_region"] for row in reference("countries")}
    return not filters.country or iso3 in filters.country or region.get(str(iso3)) in filters.country


def of_module(filters: Filters, module: str | None) -> bool:
    return not filters.module or module in filters.module


def of_project(export: Path, filters: Filters, project: str | None) -> bool:
    donors = {r["project_id"] for r in table(export, "project_donors") if r["donor_id"] in filters.donor}
    return (not filters.project or project in filters.project) and (not filters.donor or project in donors)


def held(session: Row) -> bool:
    return not session["planned"] and session["starts_on"] <= AS_OF and session["kind"] in TRAINING


def in_view(export: Path, filters: Filters, row: Row) -> bool:
    """By country, module and project, whenever it was."""
    return (
        chosen(filters, row["iso3"])
        and of_module(filters, row["module"])
        and of_project(export, filters, row["project_id"])
    )


def taking(export: Path, filters: Filters) -> list[Row]:
    """Engagements in view, with country and day of counting, trained or not."""
    found, enterprises = [], sized(export)
    for g in table(export, "engagements"):
        e = enterprises[g["enterprise_id"]]
        day = g["classroom_on"] if g["classroom_on"] and g["classroom_on"] <= AS_OF else g["enrolled_on"]
        undated = g["classroom_on"] is None and g["status"] in ("trained", "visited", "completed")
        row = {**g, "iso3": e["iso3"], "on": day, "trained": day == g["classroom_on"] or undated}
        keep = in_view(export, filters, row) and ends(filters)[0] <= day <= ends(filters)[1]
        keep &= not filters.size or e["size"] in filters.size
        keep &= not filters.women_led or e["women_led"] == (filters.women_led == "yes")
        if keep:
            found.append(row)
    return found


def sized(export: Path) -> dict[str, Row]:
    """Enterprises with their size band by the latest count of their workforce."""
    latest: dict[str, Row] = {}
    for w in sorted(table(export, "workforce"), key=lambda w: w["measured_on"]):
        latest[w["enterprise_id"]] = w
    found = {}
    for e in table(export, "enterprises"):
        w = latest.get(e["enterprise_id"])
        people = w["women"] + w["men"] if w and None not in (w["women"], w["men"]) else None
        names = [(10, "micro"), (50, "small"), (250, "medium"), (10**9, "large")]
        size = "unknown" if people is None else next(name for most, name in names if people < most)
        found[e["enterprise_id"]] = {**e, "size": size}
    return found
