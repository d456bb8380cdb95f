"""What an import did not take as it came: every row that was refused, merged, mended or only noted."""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from impact.formulas import is_formula

COLUMNS = ("action", "file", "row", "column", "value", "reason", "done", "why", "row_as_given")
ORDER = {"refused": 0, "merged": 1, "mended": 2, "noted": 3}


@dataclass(frozen=True)
class Row:
    """One row of a file; `number` is the one that a spreadsheet shows, where the header is row 1."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column].strip()


@dataclass(frozen=True)
class Reason:
    """Why a row stands in the report: what was found, what was done about it, and why.

    Refused: the row is not in the export. Merged: it is counted in another row. Mended: a value is not exported as it
    came. Noted: nothing was changed, and somebody who knows the source should look.
    """

    action: Literal["refused", "merged", "mended", "noted"]
    found: str
    done: str
    why: str


RAGGED = Reason(
    "refused",
    "more or fewer cells than columns",
    "the row is left out",
    "which value belongs to which column is not known",
)


class Report:
    """Gathers what an import has to tell about rows of its source."""

    def __init__(self) -> None:
        self.entries: list[tuple[Reason, Row, str, str]] = []

    def add(self, reason: Reason, row: Row, column: str, value: str | None = None) -> None:
        """Tell `reason` about a row's column; `value` is what the row holds there unless it is given."""
        self.entries.append((reason, row, column, row.cells.get(column, "") if value is None else value))

    def count(self, reason: Reason, file: str | None = None) -> int:
        """Entries of one reason, in one file or in all."""
        return sum(r == reason and file in (None, row.file) for r, row, _, _ in self.entries)

    def summary(self) -> list[str]:
        """One line for each reason, file and column with its count: what is lost first, the most frequent first."""
        counted = Counter((reason, row.file, column) for reason, row, column, _ in self.entries)
        listed = sorted(counted.items(), key=lambda i: (ORDER[i[0][0].action], -i[1], i[0][0].found, i[0][1:]))
        return [
            f"{reason.action:<8}{n:>6,}  {file}{f', {column}' if column else ''}: {reason.found}; {reason.done}"
            for (reason, file, column), n in listed
        ]

    def write(self, path: Path) -> None:
        """Write every entry as CSV that spreadsheets open as it is; refused and merged rows stand there whole."""
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            ordered = sorted(self.entries, key=lambda e: (ORDER[e[0].action], e[1].file, e[1].number, e[2], e[0].found))
            for reason, row, column, value in ordered:
                gone = reason.action in ("refused", "merged")
                whole = json.dumps(row.cells, ensure_ascii=False) if gone else ""
                told = (reason.found, reason.done, reason.why, whole)
                writer.writerow((reason.action, row.file, row.number, column, _safe(value), *told))


def _safe(value: str) -> str:
    """Text that a spreadsheet would take for a formula, or cut at a blank, is defused; a negative number is none."""
    if not is_formula(value):
        return value
    try:
        float(value)
    except ValueError:
        return f"'{value}"
    return value


def is_report(path: Path) -> bool:
    """Was the file written by `Report.write`?"""
    with path.open("rb") as file:
        return file.readline().decode("utf-8-sig", "replace").strip() == ",".join(COLUMNS)
