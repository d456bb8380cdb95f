"""The logframe of SCORE phase II in June 2015 as an export: what each country promised, and what it reported.

The source is a table of 8 indicators by 7 countries, in the annex of the independent mid-term evaluation of that phase
(2016), transcribed cell for cell; `data/reference/published_logframe.csv` is the same table. What it becomes:

- Phase II is one project. The table says neither when it began nor its donors: the year of the day that the figures are
  of stands for its days, and it has no donors.
- A target is a row of `targets`, and an actual one of `results`, for each country: the table has no total. Each
  indicator is the project's own; none is of the catalogue, since who counted, and how, is not known.
- Figures are totals so far: each from the first day that is known to the day that they are of.
- A share of women becomes rows for women and men, figures by module rows of modules: see `logframe_cells`.
- A percentage has no base: it is exported as it stands, and nothing rolls it up.
- No enterprise, person or training stands in the table, so these tables are empty.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from impact.intake.adapters.export import Draft
from impact.intake.adapters.logframe_cells import MODULES, Value, values
from impact.intake.adapters.report import Reason, Report, Row
from impact.intake.adapters.source import read as read_files
from impact.intake.adapters.values import NO_DAY, alpha3, day, once
from impact.settings import REFERENCE

FILES = ("score_phase2_logframe_june2015.csv", "published_logframe.csv")
COLUMNS = ("indicator_no", "indicator", "iso3", "as_of", "target_raw", "actual_raw")
PROJECT = "score_phase_2"
SOURCE = (
    "Logframe of SCORE phase II, June 2015, annex of the independent mid-term evaluation of that phase (2016), "
    "read in a copy hosted elsewhere"
)
# The table's numbers of its indicators.
INDICATORS = {
    "1": "institutions_embedding",
    "2": "cost_covered_by_others",
    "3": "paying_sponsors",
    "4": "clusters_selected",
    "5": "memoranda_signed",
    "6": "representatives_trained",
    "7": "business_plans",
    "8": "expert_trainers_available",
}
PERCENT = "cost_covered_by_others"

NO_INDICATOR = Reason(
    "refused", "no indicator of the logframe", "the row is left out", "its number, 1 to 8, says which indicator it is"
)
NO_COUNTRY = Reason("refused", "no ISO 3166 alpha-3 code", "the row is left out", "a country is never guessed")
PHASE = Reason(
    "noted",
    "a phase without its days",
    "exported with the first day of this year and this day, stand-ins",
    "the source names a phase, and one day that its figures are of",
)
NO_BASE = Reason(
    "noted", "a percentage without its base", "exported as it stands", "of how much it is a part is not said"
)


def installed() -> Path:
    """The folder of the same table in this repository."""
    return REFERENCE


def read(folder: Path) -> Draft:
    """Read the file in `folder`, under either name; see above for what it becomes."""
    name = next((name for name in FILES if (folder / name).is_file()), FILES[0])
    report = Report()
    rows = [row for row in read_files(folder, {name: COLUMNS}, report)[name] if _whole(row, report)]
    rows = list(once(rows, "indicator_no", report, key=lambda row: (row["indicator_no"], row["iso3"], row["as_of"])))
    last = max((date.fromisoformat(row["as_of"]) for row in rows), default=date(2015, 6, 30))
    first = date(last.year, 1, 1)
    if rows:
        report.add(PHASE, rows[0], "as_of")
    targets, results = [], []
    for row in rows:
        counted = INDICATORS[row["indicator_no"]] != PERCENT
        if not counted:
            report.add(NO_BASE, row, "indicator")
        base: dict[str, Any] = {
            "project_id": PROJECT,
            "indicator": INDICATORS[row["indicator_no"]],
            "iso3": row["iso3"],
        }
        base |= {"starts_on": first, "ends_on": date.fromisoformat(row["as_of"])}
        targets += [_row(base, value) for value in values(row, "target_raw", report, counted=False)]
        actual = {"as_of": base["ends_on"], "evidence": "mid-term evaluation, annex"}
        results += [_row(base | actual, value) for value in values(row, "actual_raw", report, counted=counted)]
    used = {made["module"] for made in (*targets, *results)} - {None}
    project = {"project_id": PROJECT, "title": "SCORE phase II", "phase": "II", "starts_on": first, "ends_on": last}
    return Draft(
        export_id=f"score-logframe-{last}",
        as_of=last,
        source=SOURCE,
        tables={
            "projects": [project],
            "modules": [{"module": code, "title": title} for code, title in MODULES.items() if code in used],
            "targets": targets,
            "results": results,
        },
        report=report,
        told=_told(rows, targets, results),
    )


def _whole(row: Row, report: Report) -> bool:
    """Is it a row of an indicator, a country and a day?"""
    if row["indicator_no"] not in INDICATORS:
        report.add(NO_INDICATOR, row, "indicator_no")
    elif row["iso3"] not in alpha3().values():
        report.add(NO_COUNTRY, row, "iso3")
    elif not day(row["as_of"]):
        report.add(NO_DAY, row, "as_of")
    else:
        return True
    return False


def _row(base: Mapping[str, Any], value: Value) -> dict[str, Any]:
    percent = "Percent; the base is not stated." if base["indicator"] == PERCENT else ""
    note = " ".join(part for part in (percent, f"As published: {value.note}" if value.note else "") if part)
    return {**base, "module": value.module, "sex": value.sex, "numerator": value.number, "note": note or None}


def _told(rows: list[Row], targets: list[dict[str, Any]], results: list[dict[str, Any]]) -> list[str]:
    cells = {True: 0, False: 0}
    for row in rows:
        for column in ("target_raw", "actual_raw"):
            cells[row[column].isdigit()] += 1
    return [
        f"{len({r['indicator_no'] for r in rows})} indicators by {len({r['iso3'] for r in rows})} countries: "
        f"{len(targets)} targets, {len(results)} results",
        f"{cells[True]} of {cells[True] + cells[False]} cells are a number alone; the others stand below",
    ]
