"""Files that people send on: each kind says what it is about and makes its bytes, the same for the same snapshot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib import import_module
from typing import Any

from impact.access import OWNER, Viewer
from impact.filters import Filters


class ReportError(Exception):
    """A file that cannot be made; the message says why."""


@dataclass(frozen=True)
class Request:
    """What a file is asked for: about whom, with whose rights, in which language, of which snapshot, within what.

    An empty `language` leaves the choice to the kind; a `snapshot_id` of None is the current one. `draft` is the last
    draft of a document that is drafted again. `asked` are the questions of a workbook, with their own parameters.
    """

    subject: str = ""
    viewer: Viewer = OWNER
    language: str = ""
    snapshot_id: str | None = None
    filters: Filters = field(default_factory=Filters)
    draft: bytes | None = None
    asked: tuple["Wanted", ...] = ()


@dataclass(frozen=True)
class Wanted:
    """A question that a workbook is to hold the answer of, as a page asked it."""

    query: str
    filters: Filters
    given: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Made:
    """A file's bytes, and the day that its name may bear."""

    content: bytes
    as_of: date


@dataclass(frozen=True)
class Report:
    """One kind of file: what its `subject` is (none: it takes filters), the ending of its name, and how it is made."""

    about: str
    subject: str
    ending: str
    make: Callable[[Request], Made]


def _later(module: str, request: Request) -> Made:
    # Made by the module of its name, which is read when it is first needed: the libraries for files are large.
    made: Made = import_module(f"impact.reports.{module}").make(request)
    return made


REPORTS = {
    "factsheet": Report("an enterprise's own page", "ENTERPRISE", ".pdf", partial(_later, "factsheet")),
    "iati": Report("a project's results as IATI 2.03 writes them", "PROJECT", ".xml", partial(_later, "iati")),
    "datasheet": Report("a blank data sheet to take along", "ENTERPRISE", ".xlsx", partial(_later, "datasheet")),
    "brief": Report("two pages about one country or one donor", "", ".pdf", partial(_later, "brief")),
    "workbook": Report("the answers of a page, a sheet each", "", ".xlsx", partial(_later, "workbook")),
    "slides": Report("slides with charts to edit", "", ".pptx", partial(_later, "slides")),
    "annual-update": Report("the draft of a year's update", "", ".docx", partial(_later, "annual_update")),
}


def annual_update() -> Any:
    """The module of the Annual Update, read when it is first needed."""
    return import_module("impact.reports.annual_update")


def workbook_questions(page: str, filters: Filters) -> tuple[Wanted, ...]:
    """The questions that a workbook of a page holds when it is asked for outside of the page."""
    found = PAGES.get(page)
    if found is None:
        raise ReportError(f"There is no workbook of '{page}'. Pages that have one: {', '.join(PAGES)}.")
    return tuple(Wanted(name, filters, tuple(given.items())) for name, given in found)


# What a page asks first; a workbook taken from the page itself holds what the page asked in that moment.
PAGES: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "results/overview": [("results/overview", {}), ("results/by_year", {}), ("results/people_by_sex", {})],
    "results/country_map": [("results/country_map", {"indicator": "enterprises_trained"})],
    "results/country": [
        ("results/overview", {}),
        ("results/by_year", {}),
        ("results/people_by_sex", {}),
        ("results/country_modules", {}),
        ("results/country_partners", {}),
        ("results/country_projects", {}),
    ],
    "results/published_figures": [("results/published_figures", {})],
    "training/module_uptake": [("training/module_uptake", {}), ("training/module_completion", {})],
    "training/participation": [("training/participation", {}), ("training/satisfaction", {})],
    "training/trainers": [("training/trainers", {}), ("training/active_trainers", {}), ("training/partners", {})],
    "enterprises/kpi_trends": [("enterprises/before_after", {})],
    "enterprises/practices": [("enterprises/practices", {})],
    "enterprises/improvements": [("enterprises/improvements", {}), ("enterprises/savings", {})],
}
