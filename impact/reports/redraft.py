"""Draft an Annual Update again: the editor's text stays, and numbers that changed are marked."""

import zipfile
from dataclasses import dataclass
from typing import Any, Protocol

from docx.oxml.ns import qn

from impact.reports import ReportError
from impact.reports.document import Draft, fields, renew
from impact.reports.ledger import Ledger
from impact.reports.receipt import Receipt
from impact.reports.standing import receipt_of
from impact.text import day, t


class Update(Protocol):
    """What is drafted again."""

    ledger: Ledger
    year: int

    def countries(self) -> list[str]: ...

    def write(self, draft: Draft) -> Draft: ...

    def country(self, draft: Draft, code: str) -> None: ...

    def filters_said(self) -> str: ...


@dataclass(frozen=True)
class Change:
    """A number that is another one than in the last draft."""

    what: str
    before: str
    now: str


def redraft(update: Update, content: bytes) -> Draft:
    """The last draft with the numbers of today; countries that are new in it are added before the definitions."""
    old = opened(content, update.year)
    update.write(Draft(update.ledger))  # asks for every number of today
    draft = Draft(update.ledger, content)
    said = t("The last draft was of {day}, snapshot {snapshot}.", day=day(old.as_of), snapshot=old.snapshot)
    for name, run in fields(draft):
        if name in update.ledger.figures:
            renew(draft, run, update.ledger.figures[name], said)
    _add_countries(update, draft, old)
    draft.foot(t("Numbers of snapshot {snapshot}, as of {day}.", snapshot=update.ledger.snapshot.id,
                 day=day(update.ledger.snapshot.as_of)) + " " + update.filters_said())  # fmt: skip
    return draft


def changes(update: Update, content: bytes) -> list[Change]:
    """What drafting again would change, without writing anything."""
    opened(content, update.year)
    update.write(Draft(update.ledger))
    found = []
    for name, run in fields(Draft(update.ledger, content)):
        figure = update.ledger.figures.get(name)
        if figure and figure.said != run.text:
            asked = update.ledger.questions[figure.question]
            place = asked.filters.get("country", "")
            about = (
                [str(v) for v in figure.row.values()] + ([place] if place else []) + [asked.filters.get("period", "")]
            )
            found.append(Change(f"{figure.column}: {', '.join(a for a in about if a)}", run.text, figure.said))
    return found


def opened(content: bytes, year: int) -> Receipt:
    """The receipt of a draft; raises ReportError for a file that is none, or is of another year."""
    try:
        found = receipt_of(content)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ReportError(f"The last draft cannot be read: {error}.") from None
    if found.kind != "annual-update":
        raise ReportError(f"The last draft is a {found.kind}, not an Annual Update.")
    years = {asked.filters.get("period", "") for asked in found.questions if asked.query == "results/overview"}
    if str(year) not in years:
        raise ReportError(f"The last draft is of {', '.join(sorted(years))}, not of {year}.")
    return found


def _add_countries(update: Update, draft: Draft, old: Receipt) -> None:
    """Countries that were not in the last draft; one that the editor took out stays out."""
    body = draft.file.element.body
    marks = {mark.get(qn("w:name")): mark for mark in body.iter(qn("w:bookmarkStart"))}
    drafted = {asked.filters.get("country", "") for asked in old.questions}
    for code in update.countries():
        if f"country_{code}" in marks or code in drafted:
            continue
        before = len(body)
        update.country(draft, code)
        added = list(body)[before - 1 : -1]
        _move(added, marks.get("published", marks.get("definitions")))


def _move(added: list[Any], after: Any) -> None:
    """Move what was added at the end before the heading of what comes after the countries."""
    if after is None:
        return
    heading = after.getparent()
    for element in added:
        heading.addprevious(element)
