"""Files that people send on: each kind says what it is about and makes its bytes, the same for the same snapshot."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from importlib import import_module

from impact.access import OWNER, Viewer


class ReportError(Exception):
    """A file that cannot be made; the message says why."""


@dataclass(frozen=True)
class Request:
    """What a file is asked for: about whom, with whose rights, in which language, and of which snapshot.

    An empty `language` leaves the choice to the kind; a `snapshot_id` of None is the current one.
    """

    subject: str = ""
    viewer: Viewer = OWNER
    language: str = ""
    snapshot_id: str | None = None


@dataclass(frozen=True)
class Made:
    """A file's bytes, and the day that its name may bear."""

    content: bytes
    as_of: date


@dataclass(frozen=True)
class Report:
    """One kind of file: what its `subject` is, the ending of its name, and how it is made."""

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
}
