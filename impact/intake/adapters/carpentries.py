"""The Carpentries' workshops and instructors, 2012 to 2019, as an export.

The source is four files of github.com/carpentries/assessment, by The Carpentries, CC BY 4.0. What they become:

- A row of `all_workshops_2018.csv` is a session, known by its slug. Of `tag_name`, which holds several things, a single
  curriculum (SWC, DC, LC, TTT) is the module; with two the session belongs to neither, since to split it would count it
  twice. The kind is `tot` with the tag TTT, else `online` with the tag online or the country W3, else `classroom`.
  A training of trainers stays `tot` when it is online. Sessions that are cancelled or stalled have no place.
- `attendance` is the head count: empty is not recorded, and 0 is 0, also beside the tag `unresponsive`, which says
  that nobody answered when asked for it. Heads never become persons: no row of attendances, no sex, no role.
- `instructor_training_events.csv` lists events that are in the first file too. They are counted once, by slug, with
  the values of the first file, which was written later. Those that are only here are added. Whatever is listed here
  is `tot`, since the source says so: also two onboardings and a training of trainers' trainers without the tag TTT.
- `badged_instructors_country.csv` are trainers, certified on the day of their first badge. For what, the file does not
  say, so the module is null. Sex is not collected: `unknown`. Those without a country are trainers without one.
- `trainers.csv` are the experts, who train instructors. They bear no id and are most likely instructors as well: made
  into trainers of their own, they would be counted twice. They are refused, and the export has no expert.
- The host of a workshop is where it took place, not who delivered it: no partner. Nothing says how long a workshop
  took, or which instructor held it: `days` is null, and there are no rows of session_trainers.
- Sessions have no place finer than a country, so coordinates are used only to doubt the country. The names of hosts,
  addresses of websites and badges counted by event are not read.

Two days decide what was held. The export is as of the last day on which a badge was awarded, for an award is recorded
on its day and never ahead. The workshops were written down earlier: the last one with an attendance is the last that is
known to have been held, and all later ones are `planned`. Those between the two days are thus neither held nor to come.
An attendance after the first day is an expectation, and is not exported.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from impact.intake.adapters import carpentries_reasons as why
from impact.intake.adapters.carpentries_sessions import MODULES, Days, Session, doubt, place, session
from impact.intake.adapters.export import Draft
from impact.intake.adapters.report import Report, Row
from impact.intake.adapters.source import SourceError
from impact.intake.adapters.source import read as read_files
from impact.intake.adapters.values import NO_DAY, day, once, whole

WORKSHOPS, EVENTS = "all_workshops_2018.csv", "instructor_training_events.csv"
BADGED, TRAINERS = "badged_instructors_country.csv", "trainers.csv"
FILES = {
    WORKSHOPS: ("slug", "tag_name", "start_date", "attendance", "country", "latitude", "longitude"),
    EVENTS: ("slug", "start", "country", "attendance", "tags"),
    BADGED: ("person", "country", "first_badge_date"),
    TRAINERS: ("awarded", "country"),
}
CALLED_OFF = {"cancelled", "stalled"}
# The events' file names two tags by number: so they stand in each of the rows that both files have.
NUMBERED = {"5": "TTT", "6": "online"}
SOURCE = "The Carpentries, workshops and instructors (github.com/carpentries/assessment), CC BY 4.0, changed in form"


def read(folder: Path) -> Draft:
    """Read the four files in `folder`; see above for what they become."""
    report = Report()
    rows = read_files(folder, FILES, report)
    days = _days(rows)
    listed = {row["slug"] for row in rows[EVENTS]}
    sessions = _workshops(rows[WORKSHOPS], listed, days, report)
    workshops = len(sessions)
    _add_events(rows, sessions, days, report)
    trainers, stages = _instructors(rows[BADGED], report)
    for row in rows[TRAINERS]:
        report.add(why.EXPERT, row, "awarded")
    used = {s["module"] for s in sessions.values()}
    return Draft(
        export_id=f"carpentries-{days.as_of}",
        as_of=days.as_of,
        source=SOURCE,
        tables={
            "modules": [{"module": code, "title": title} for code, title in MODULES.items() if code in used],
            "sessions": list(sessions.values()),
            "trainers": trainers,
            "trainer_modules": stages,
        },
        report=report,
        told=_told(list(sessions.values()), workshops, days, f"{len(trainers):,} of {len(rows[BADGED]):,}"),
    )


def _days(rows: Mapping[str, list[Row]]) -> Days:
    awarded = [day(r["first_badge_date"]) for r in rows[BADGED]] + [day(r["awarded"]) for r in rows[TRAINERS]]
    as_of = max((d for d in awarded if d), default=None)
    if as_of is None:
        raise SourceError(
            f"{BADGED}: column 'first_badge_date' holds no day (YYYY-MM-DD). The export takes its day from it."
        )
    attended = [day(r["start_date"]) for r in rows[WORKSHOPS] if whole(r["attendance"])]
    return Days(as_of, max((d for d in attended if d and d <= as_of), default=as_of))


def _workshops(rows: list[Row], listed: set[str], days: Days, report: Report) -> dict[str, Session]:
    """Sessions by slug."""
    found = {}
    for row in once(rows, "slug", report):
        tags = [tag.strip() for tag in re.split(r"[,;\r\n]+", row["tag_name"]) if tag.strip()]
        if CALLED_OFF & set(tags):
            report.add(why.NOT_HELD, row, "tag_name")
        elif made := session(row, "start_date", "tag_name", tags, listed, days, report):
            found[row["slug"]] = made
            doubt(row, made, report)
    return found


def _add_events(rows: Mapping[str, list[Row]], sessions: dict[str, Session], days: Days, report: Report) -> None:
    """Add the events that are not among the workshops, and tell which are."""
    workshops = {row["slug"]: row for row in reversed(rows[WORKSHOPS])}
    for row in once(rows[EVENTS], "slug", report):
        first = workshops.get(row["slug"])
        if first and row["slug"] in sessions:
            report.add(why.SAME_EVENT, row, "slug")
            for column, other in (("start", "start_date"), ("country", "country"), ("attendance", "attendance")):
                if row[column] != first[other]:
                    report.add(why.DIFFERS, row, column, f"{row[column]}, and there {first[other]}")
        elif first:
            report.add(why.REFUSED_THERE, row, "slug")
        else:
            tags = [NUMBERED.get(n.strip(), n.strip()) for n in row["tags"].split(",") if n.strip()]
            if made := session(row, "start", "tags", tags, {row["slug"]}, days, report):
                sessions[row["slug"]] = made


def _instructors(rows: list[Row], report: Report) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Trainers, and the stage that each has reached."""
    trainers, stages = [], []
    for row in once(rows, "person", report):
        certified_on = day(row["first_badge_date"])
        if certified_on is None:
            report.add(NO_DAY, row, "first_badge_date")
        else:
            iso3 = place(row, False, report)
            trainers.append({"trainer_id": row["person"], "iso3": iso3, "sex": "unknown"})
            stages.append({"trainer_id": row["person"], "stage": "certified", "reached_on": certified_on})
    return trainers, stages


def _told(sessions: list[Session], workshops: int, days: Days, certified: str) -> list[str]:
    coming = sum(s["starts_on"] > days.as_of for s in sessions)
    held = sum(not s["planned"] for s in sessions)
    unsure = len(sessions) - held - coming
    return [
        f"{len(sessions):,} sessions: {workshops:,} of {WORKSHOPS}, {len(sessions) - workshops:,} of {EVENTS} alone",
        f"{held:,} held, to {days.held_until}; {unsure:,} planned, not confirmed, to {days.as_of}; {coming:,} to come",
        f"{certified} instructors are trainers, certified; sex is not collected",
    ]
