"""One workshop or event of the Carpentries as a session of the export; `carpentries` says by which rules."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from impact.intake.adapters import carpentries_reasons as why
from impact.intake.adapters.places import lies_near
from impact.intake.adapters.report import Report, Row
from impact.intake.adapters.values import NO_DAY, count, country, day, decimal

Session = dict[str, Any]

MODULES = {
    "SWC": "Software Carpentry",
    "DC": "Data Carpentry",
    "LC": "Library Carpentry",
    "TTT": "Instructor training",
}
# Other tags that the source's own system knows. That one was held online is told where it is lost.
OTHER_TAGS = {"online": None, "unresponsive": why.UNANSWERED, "WiSE": why.INITIATIVE}


@dataclass(frozen=True)
class Days:
    """`as_of`: the last day that the source knows. `held_until`: the last day with a workshop known to be held."""

    as_of: date
    held_until: date


def session(
    row: Row, starts: str, tagged: str, tags: list[str], listed: set[str], days: Days, report: Report
) -> Session | None:
    """One session; `starts` and `tagged` are its file's columns for the day and the tags."""
    starts_on = day(row[starts])
    if starts_on is None:
        report.add(NO_DAY, row, starts)
        return None
    kind = "classroom"
    if "TTT" in tags or row["slug"] in listed:
        kind = "tot"
    elif "online" in tags or row["country"] == "W3":
        kind = "online"
    if days.held_until < starts_on <= days.as_of:
        report.add(why.NOT_CONFIRMED, row, starts)
    return {
        "session_id": row["slug"],
        "kind": kind,
        "module": _module(row, tagged, tags, kind, report),
        "iso3": place(row, "online" in tags, report),
        "starts_on": starts_on,
        "planned": starts_on > days.held_until,
        "participants": _heads(row, starts_on > days.held_until, "unresponsive" in tags, report),
    }


def _module(row: Row, tagged: str, tags: list[str], kind: str, report: Report) -> str | None:
    for tag in tags:
        if tag not in MODULES and (reason := OTHER_TAGS.get(tag, why.UNKNOWN_TAG)):
            report.add(reason, row, tagged)
    if kind == "tot" and "online" in tags:
        report.add(why.ONLINE_TOT, row, tagged)
    if kind == "tot" and "TTT" not in tags:
        report.add(why.LISTED_TOT, row, tagged)
    curricula = sorted({tag for tag in tags if tag in MODULES})
    if len(curricula) != 1:
        report.add(why.TWO_CURRICULA if curricula else why.NO_CURRICULUM, row, tagged)
        return None
    return curricula[0]


def place(row: Row, online: bool, report: Report) -> str | None:
    """The country of a row as alpha-3; null for W3 and for none."""
    if row["country"] == "W3":
        report.add(why.ONLINE, row, "country")
        return None
    if not row["country"]:
        report.add(why.NO_COUNTRY, row, "country")
    elif online:
        report.add(why.ABROAD, row, "country")
    return country(row, "country", report)


def _heads(row: Row, planned: bool, unanswered: bool, report: Report) -> int | None:
    heads = count(row, "attendance", report)
    if not row["attendance"]:
        report.add(why.MISSING, row, "attendance")
    elif heads is not None and planned:
        report.add(why.AHEAD, row, "attendance")
        return None
    elif heads == 0:
        report.add(why.ZERO_UNANSWERED if unanswered else why.ZERO, row, "attendance")
    return heads


def doubt(row: Row, made: Session, report: Report) -> None:
    """Tell what contradicts itself and does not change the session."""
    if day(row["slug"][:10]) != made["starts_on"]:
        report.add(why.OTHER_DAY, row, "start_date")
    latitude, longitude = decimal(row["latitude"]), decimal(row["longitude"])
    if latitude is None or longitude is None:
        if latitude != longitude:
            report.add(why.HALF_PLACE, row, "longitude" if longitude is None else "latitude")
        return
    near = made["iso3"] and lies_near(made["iso3"], latitude, longitude)
    if abs(latitude) > 90 or abs(longitude) > 180:
        turned = abs(longitude) <= 90 and abs(latitude) <= 180
        report.add(why.SWAPPED if turned else why.NO_PLACE, row, "latitude")
    elif near is False:
        report.add(why.ELSEWHERE, row, "country", f"{row['country']}, at {latitude:g}, {longitude:g}")
