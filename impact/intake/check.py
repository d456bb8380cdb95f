"""Checking an export: its form, its cells, its keys, and whether what it says can be."""

from collections.abc import Callable
from pathlib import Path

from impact.contract import tables
from impact.intake import cells, given, labels, plausibility, relations, sources, workbooks
from impact.intake.database import Database, database
from impact.intake.findings import Finding, Progress, Report
from impact.intake.given import Sent
from impact.intake.sources import Source
from impact.text import t

# So many findings of one rule, table and column are listed; all are counted.
MOST = 1000

Then = Callable[[Database, dict[str, Sent], Report, Source], None]


def check(
    export: str | Path,
    progress: Progress = lambda what, share: None,
    *,
    most: int = MOST,
    then: Then | None = None,
) -> Report:
    """What is wrong with `export`: a folder, zip or workbook, or the address of one.

    `most`: so many findings of one rule, table and column are listed; all are counted. `then` is called while the
    tables, as they are read, are at hand.
    """
    report = Report(str(export))
    progress(t("Opening the export"), 0.0)
    with sources.opened(export, report) as source:
        if source is None:
            return report
        with database(source.work) as db:
            label = labels.Label()
            sent = _given(db, source, label, report, progress)
            if source.workbook and sent:
                workbooks.tell_formulas(source.workbook, report, most)
            for number, name in enumerate(sent):
                progress(t("Reading {table}", table=name), 0.2 + 0.2 * number / len(sent))
                cells.read(db, sent[name], report, most)
            relations.fill(db, sent)
            report.as_of = labels.as_of(db, label, report)
            report.about = {**label.said, "synthetic": "true" if label.synthetic else "false"}
            for number, name in enumerate(sent):
                progress(t("Checking {table}", table=name), 0.4 + 0.2 * number / len(sent))
                if sent[name].rows:
                    cells.check(db, sent[name], report.as_of, report, most)
            relations.check(db, sent, report, most, progress)
            plausibility.check(db, sent, report, most, progress)
            labels.compare(report, label)
            report.findings = relations.placed(db, report.findings, source)
            if then:
                then(db, sent, report, source)
    progress(t("Checked"), 1.0)
    return report


def _given(db: Database, source: Source, label: labels.Label, report: Report, progress: Progress) -> dict[str, Sent]:
    """Every table that could be read, in the contract's order."""
    found: dict[str, Sent] = {}
    book, pages = None, {}
    if source.workbook:
        book = workbooks.open_book(source.workbook, report)
        if book is None:
            return {}
        pages = workbooks.sheets(book, report)
        if not pages:
            report.add(Finding("nothing_in_it", value=source.name))
            return {}
        label.take(workbooks.about(book))
    for number, (name, table) in enumerate(tables().items()):
        progress(t("Opening {table}", table=name), 0.2 * number / len(tables()))
        sent = None
        if book and name in pages:
            sent = given.from_sheet(db, book, pages[name], table, report)
        elif name in source.files and source.files[name].kind == "csv":
            sent = given.from_csv(db, source, source.files[name].paths, table, report)
        elif name in source.files:
            sent = given.from_parquet(db, source, source.files[name].paths, table, report)
        elif table.required:
            report.add(Finding("missing_table", name))
        if sent:
            found[name] = sent
            report.rows[name] = sent.rows
            if table.required and not sent.rows:
                report.add(Finding("empty_table", name))
    if book:
        book.close()
    else:
        labels.read(source, label, report)
    return found
