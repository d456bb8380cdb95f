"""A country's correction workbook: what is to be looked at again, one sheet for each kind of remark."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from impact import notice, reply, store
from impact.access import OWNER, Viewer
from impact.reports import Made, triage
from impact.reports.sheets import LINE, QUIET, Book
from impact.reports.words import role_said
from impact.text import day, t


@dataclass(frozen=True)
class Remarks:
    """One sheet of the workbook: its name, what it is, its columns (title: width), and its rows of texts and days."""

    name: str
    about: str
    columns: dict[str, int]
    rows: Sequence[Sequence[Any]]


def replies(iso3: str, viewer: Viewer) -> Remarks:
    """The sheet of what enterprises of the country answered to their figures, the newest answer first."""
    figures, found = reply.of_country(iso3, viewer)
    names = dict(zip(figures["enterprise_id"], figures["name"], strict=True))
    titles = dict(zip(figures["kpi"], figures["title"], strict=True))
    now = {(row["enterprise_id"], row["kpi"]): reply.figure_said(row) for _, row in figures.iterrows()}
    columns = {
        t("Enterprise"): 30,
        t("Enterprise id"): 14,
        t("Figure"): 22,
        t("Value shown when it was answered"): 34,
        t("Value in this snapshot"): 34,
        t("Date"): 12,
        t("Answer"): 60,
        t("Written down by"): 14,
        t("Snapshot"): 18,
    }
    rows = [
        (
            names[r.enterprise_id],
            r.enterprise_id,
            t(str(titles.get(r.kpi, r.kpi))) if r.kpi else t("All that is shown of it"),
            r.shown,
            now.get((r.enterprise_id, r.kpi), ""),
            r.on,
            r.text,
            role_said(r.by),
            r.snapshot_id,
        )
        for r in found
    ]
    about = t("What enterprises answered to figures about them. Nobody has checked the answers.")
    return Remarks(t("Replies"), about, columns, rows)


def doubtful(iso3: str, viewer: Viewer) -> Remarks:
    """The sheet of the country's records that are to be looked at again, with an empty column for the answer."""
    about = t(
        "Records that can hardly be meant, or cannot be counted. Correct them at the source, or say why they hold."
    )
    return Remarks(t("Records"), about, triage.columns(), triage.rows(triage.records(iso3, viewer)))


# The sheets of the workbook, in order.
SHEETS: tuple[Callable[[str, Viewer], Remarks], ...] = (replies, doubtful)


def make(iso3: str, viewer: Viewer = OWNER) -> Made:
    """The workbook of one country, with what the viewer may see row by row."""
    snapshot = store.current()
    book = Book(t("Corrections: {country}", country=iso3), snapshot.as_of)
    for sheet in SHEETS:
        _sheet(book, sheet(iso3, viewer), snapshot)
    return Made(book.content(), snapshot.as_of)


def _sheet(book: Book, remarks: Remarks, snapshot: store.Snapshot) -> None:
    origin = notice.origin(snapshot.export_id, snapshot.id, snapshot.as_of)
    sheet = book.sheet(remarks.name[:31], footer=origin)
    last = len(remarks.columns) - 1
    lines = [remarks.about, origin, *([notice.demonstration()] if snapshot.synthetic else [])]
    book.line(sheet, 0, 0, last, remarks.name, bold=True, font_size=14)
    for row, said in enumerate(lines, start=1):
        book.line(sheet, row, 0, last, said, font_color=QUIET)
    top = len(lines) + 2
    book.heads(sheet, top, list(remarks.columns))
    sheet.repeat_rows(top)
    for column, width in enumerate(remarks.columns.values()):
        sheet.set_column(column, column, width)
    for row, cells in enumerate(remarks.rows, start=top + 1):
        for column, cell in enumerate(cells):
            said = day(cell) if isinstance(cell, date) else cell
            book.text(sheet, row, column, said, text_wrap=True, valign="top", border=1, border_color=LINE)
    if not remarks.rows:
        book.line(sheet, top + 1, 0, last, t("None so far."), font_color=QUIET)
    sheet.freeze_panes(top + 1, 0)
