"""What briefs, slides and updates say of a place: tiles, sentences from the numbers, and the points of four figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from impact import notice
from impact.catalogue import indicator
from impact.filters import Filters
from impact.reports import words
from impact.reports.charts import Point
from impact.reports.ledger import Told
from impact.text import listing, t

TILES = (
    *("enterprises_trained", "enterprises_completed", "unique_people", "women_share"),
    *("satisfaction_rate", "improvement_projects_completed", "trainers_certified", "cost_recovery"),
)
OUTCOMES = (
    *("practices_adopted", "defect_rate", "on_time_delivery", "productivity", "absenteeism"),
    *("labour_turnover", "accidents", "worker_satisfaction"),
)


class Cells(Protocol):
    """What is asked for numbers row by row: an answer, or several; `filters` are those that were set."""

    filters: Filters

    def row(self, **row: Any) -> dict[str, Any]: ...

    def cell(self, column: str = "value", unit: str = "", *, short: bool = False, **row: Any) -> str: ...


@dataclass(frozen=True)
class Tile:
    """A headline: what, how much, and on what it rests; texts with marks."""

    code: str
    label: str
    value: str
    facts: str


def sentences() -> dict[str, Callable[..., str]]:
    """For each indicator that a paragraph speaks of, what it says when the value is known."""
    return {
        "enterprises_trained": lambda value: t("{value} enterprises were trained.", value=value),
        "enterprises_completed": lambda value: t("{value} enterprises completed a module.", value=value),
        "attendances": lambda value: t("Workers and managers attended {value} times.", value=value),
        "unique_people": lambda value: t("{value} different people were trained.", value=value),
        "women_share": lambda value: t("Of the people trained, {value} were women.", value=value),
        "satisfaction_rate": lambda value: t("Of the answers about the training, {value} were satisfied.", value=value),
        "improvement_projects_completed": lambda value: t(
            "Enterprises completed {value} improvement projects.", value=value
        ),
        "practices_adopted": lambda value: t(
            "Of the practices that were missing, {value} were introduced.", value=value
        ),
        "defect_rate": lambda value: t("The defect rate improved in {value} of the enterprises.", value=value),
        "active_trainers": lambda value: t("{value} trainers were active in the last twelve months.", value=value),
        "active_partners": lambda value: t("{value} partners delivered the training.", value=value),
        "cost_recovery": lambda value: t(
            "Enterprises and others than the programme paid {value} of the cost of delivery.", value=value
        ),
    }


def tiles(overview: Told, codes: Sequence[str] = TILES) -> list[Tile]:
    """The headline tiles of an answer of `results/overview`."""
    return [Tile(c, t(indicator(c).label), overview.cell(short=True, indicator=c), facts(overview, c)) for c in codes]


def facts(told: Cells, code: str, **row: Any) -> str:
    """N and coverage of an indicator's value, and a word where they are too few; nothing where there is no value."""
    found = told.row(indicator=code, **row)
    if found["status"] != "shown" or not found["n"]:
        return ""
    said = []
    if ignored := unheeded(told, code):
        said.append(t("not filtered by {names}", names=words.titles_said(ignored)))
    # Where units are counted, the value is its n.
    counted = indicator(code).unit != "percent" and found["n"] == found["value"]
    partly = bool(found["expected"]) and found["reported"] < found["expected"]
    if partly and not counted and found["n"] == found["reported"]:
        n, expected = (told.cell(name, indicator=code, **row) for name in ("n", "expected"))
        said.append(t("n = {n} of {expected} expected", n=n, expected=expected))
    else:
        if not counted:
            said.append(t("n = {n}", n=told.cell("n", indicator=code, **row)))
        if partly:
            reported, expected = (told.cell(name, indicator=code, **row) for name in ("reported", "expected"))
            said.append(t("{reported} of {expected} reported", reported=reported, expected=expected))
    if found["small"]:
        said.append(t("too few to rely on"))
    return " · ".join(said)


def paragraph(told: Cells, codes: Sequence[str] | None = None, **row: Any) -> list[str]:
    """Sentences from the numbers, each with its n; the last ones say what is not known and what a change is not."""
    written = sentences()
    elsewhere = [code for code in codes or written if code in written and unheeded(told, code)]
    wanted = [code for code in codes or written if code in written and code not in elsewhere]
    said: list[str] = []
    absent: list[str] = []
    for code in wanted:
        found = told.row(indicator=code, **row)
        if found["status"] != "shown":
            absent.append(t(indicator(code).label))
            continue
        sentence = written[code](told.cell(indicator=code, **row))
        on = facts(told, code, **row)
        said.append(f"{sentence.removesuffix('.')} ({on})." if on else sentence)
    if any(code in OUTCOMES and told.row(indicator=code, **row)["status"] == "shown" for code in wanted):
        said.append(notice.before_and_after())
    if absent:
        said.append(t("Not told here, because it was not recorded or is withheld: {names}.", names=listing(absent)))
    if elsewhere:
        names = words.titles_said(sorted({name for code in elsewhere for name in unheeded(told, code)}))
        labels = listing([t(indicator(code).label) for code in elsewhere])
        said.append(
            t("Not told here, because it cannot be filtered by {filters}: {names}.", filters=names, names=labels)
        )
    return said


def unheeded(told: Cells, code: str) -> list[str]:
    """The filters that are set and that the indicator does not heed: its value is that of more than what is in view."""
    return [name for name in told.filters.set_names() if name not in indicator(code).filters]


def years(told: Told, code: str) -> list[Point]:
    """An indicator's values over the years, from an answer of `results/by_year`; of long series the last 14 years."""
    rows = told.frame[told.frame["indicator"] == code].tail(14)
    return [
        Point(
            str(int(row.year)),
            told.value(indicator=code, year=int(row.year)),
            told.cell(short=True, indicator=code, year=int(row.year)),
            not row.complete,
        )
        for row in rows.itertuples()
    ]


def sexes(told: Told) -> tuple[list[Point], list[Point], list[Point]]:
    """Women, men and people whose sex is not known over the years, from an answer of `results/people_by_sex`."""
    rows = list(told.frame.tail(14).itertuples())

    def points(column: str) -> list[Point]:
        return [
            Point(
                str(int(r.year)),
                told.value(column, year=int(r.year)),
                told.cell(column, short=True, year=int(r.year)),
                not r.complete,
            )
            for r in rows
        ]

    return points("women"), points("men"), points("unknown")


def modules(told: Told) -> tuple[list[Point], list[Point]]:
    """Enterprises trained and completed, of modules that somebody took; from `results/country_modules`."""
    taken = told.frame[told.frame["trained"].fillna(0) > 0].head(8)

    def points(column: str) -> list[Point]:
        return [
            Point(t(str(r.title)), told.value(column, module=r.module), told.cell(column, module=r.module))
            for r in taken.itertuples()
        ]

    return points("trained"), points("completed")


def outcomes(overview: Told) -> list[Point]:
    """Shares that improved, with their n, from `results/overview`; not those of more than what is in view."""
    points = []
    for code in OUTCOMES:
        found = overview.row(indicator=code)
        if found["status"] == "no_data" or unheeded(overview, code):
            continue
        mark = overview.cell(indicator=code)
        if found["status"] == "shown" and not pd.isna(found["n"]):
            mark = f"{mark} (n = {overview.cell('n', indicator=code)})"
        points.append(Point(t(indicator(code).label), overview.value(indicator=code), mark))
    return points
