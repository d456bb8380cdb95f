"""The workbook that goes back to the sender: what was found, in the sender's language, at the cells that it is about.

A workbook that was sent comes back itself with comments and one more sheet; of other forms a workbook is made that has,
for each table, the rows concerned.
"""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from impact.intake.database import Database
from impact.intake.findings import SEVERITIES, Finding, Report, Severity
from impact.intake.given import Sent
from impact.intake.packages import Package
from impact.intake.rows_book import Sheet, rows_book
from impact.intake.sources import Source
from impact.intake.workbooks import UNREADABLE, columns_in
from impact.text import number, t

# A sheet is for people: so many rows, comments in a sheet, and lines of the summary.
MOST_ROWS, MOST_NOTES, MOST_LINES = 1000, 5000, 2000
WIDTHS = (12, 20, 8, 20, 30, 60, 60, 10)


class Feedback:
    """Gathers what it needs while the tables are at hand (`gather`, for `check`), and is written after that."""

    def __init__(self) -> None:
        self._package: Package | None = None
        self._places: dict[str, tuple[str, dict[str, int]]] = {}
        self._rows: dict[str, pd.DataFrame] = {}

    def gather(self, db: Database, sent: dict[str, Sent], report: Report, source: Source) -> None:
        """Keep the sender's workbook, or the rows that findings are about."""
        if source.workbook:
            # One that cannot be read is told in a workbook of our own.
            with suppress(*UNREADABLE):
                self._package = Package(source.workbook)
                self._places = columns_in(source.workbook)
            return
        by_table = defaultdict(list)
        for finding in report.sorted():
            if finding.row is not None and finding.table in sent:
                by_table[finding.table].append(finding)
        for table, findings in by_table.items():
            wanted = list(dict.fromkeys((f.row, f.part) for f in findings))[:MOST_ROWS]
            self._rows[table] = _rows(db, source, sent[table], wanted)

    def content(self, report: Report) -> bytes:
        """The finished workbook, in the language that is spoken."""
        summary = summary_rows(report)
        if self._package is None:
            return rows_book(t("Findings"), summary, WIDTHS, self._sheets(report))
        for table, (sheet, places) in self._places.items():
            said = _comments([f for f in report.sorted() if f.table == table], places)
            if said:
                self._package.comment(sheet, said)
            self._package.defuse(sheet)
        self._package.add_sheet(t("Findings"), summary, WIDTHS)
        return self._package.content()

    def _sheets(self, report: Report) -> list[Sheet]:
        made = []
        for table, frame in self._rows.items():
            columns = [c for c in frame.columns if c not in ("row_no", "part")]
            heads = [t("Row"), *([t("File")] if frame["part"].ne("").any() else []), *columns]
            shift = len(heads) - len(columns)
            place = {(int(r.row_no), str(r.part)): n for n, r in enumerate(frame[["row_no", "part"]].itertuples(), 2)}
            cells = []
            for finding in report.sorted():
                row = place.get((finding.row or 0, finding.part)) if finding.table == table else None
                if row:
                    column = finding.column.split(", ")[0]
                    cells.append((row, columns.index(column) + shift + 1 if column in columns else 1, finding))
            lead = [frame["row_no"], *([frame["part"]] if shift == 2 else [])]
            made.append(Sheet(table, heads, pd.concat([*lead, frame[columns]], axis=1), _joined(cells)))
        return made


def severity_said(severity: Severity) -> str:
    """A severity, as readers see it."""
    return {"blocks": t("Blocks"), "warns": t("Warns"), "informs": t("Informs")}[severity]


def summary_rows(report: Report) -> list[list[str]]:
    """The summary: how many findings of each severity, then one line for each finding, the grave ones first."""
    verdict = t("It may not be published yet.") if report.blocks else t("It may be published.")
    counts = [f"{severity_said(s)}: {number(report.counts[s])}" for s in SEVERITIES]
    heads = [
        t("Severity"),
        t("Table"),
        t("Row"),
        t("Column"),
        t("Value"),
        t("What is found"),
        t("What to do"),
        t("Alike"),
    ]
    rows = [[Path(report.export).name, verdict, *counts], [], heads]
    first = set()
    for f in report.sorted()[:MOST_LINES]:
        alike = (f.rule, f.table, f.column)
        total = number(report.totals[alike]) if alike not in first else ""
        first.add(alike)
        row = "" if f.row is None else str(f.row)
        place = f"{f.part}: {row}" if f.part else row
        rows.append([severity_said(f.severity), f.table, place, f.column, f.value, f.says, f.advice, total])
    if len(report.findings) > MOST_LINES:
        rows.append([t("Further findings are in the cells, or counted under Alike.")])
    return rows


def _comments(findings: Sequence[Finding], places: dict[str, int]) -> dict[tuple[int, int], str]:
    cells = []
    for finding in findings:
        column = places.get(finding.column.split(", ")[0], 0) + 1
        if finding.row is not None or finding.column in places:
            cells.append((finding.row or 1, column, finding))
    return _joined(cells[:MOST_NOTES])


def _joined(cells: Sequence[tuple[int, int, Finding]]) -> dict[tuple[int, int], str]:
    """One comment for each cell, whatever was found in it."""
    said: dict[tuple[int, int], list[str]] = defaultdict(list)
    for row, column, finding in cells:
        said[row, column].append(f"{severity_said(finding.severity)}: {finding.says}\n{finding.advice}")
    return {cell: "\n\n".join(texts) for cell, texts in said.items()}


def _rows(db: Database, source: Source, sent: Sent, wanted: Sequence[tuple[Any, str]]) -> pd.DataFrame:
    """The rows as they were sent."""
    several = source.files[sent.table.table].kind == "parquet"
    parts = [str(source.folder / part) if several and part else part for _, part in wanted]
    columns = [pa.array([int(row) for row, _ in wanted], pa.int64()), pa.array(parts, pa.string())]
    names = [c for c in sent.table.columns if c not in sent.missing]
    with db.temporary("wanted", pa.Table.from_arrays(columns, names=["row_no", "part"])):
        given = {"alone": not any(part for _, part in wanted)}
        found = db.rows("checks/steps/rows_of", given, the_sent=f"sent.{sent.table.table}", the_columns=names)
    if several:
        inside = {str(source.folder / part): part for _, part in wanted}
        found["part"] = found["part"].map(inside).fillna("")
    elif given["alone"]:
        found["part"] = ""
    return found
