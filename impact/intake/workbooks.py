"""One Excel workbook with a sheet for each table, read as text and never calculated."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import pyarrow as pa
from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from impact.contract import Table, tables
from impact.intake import archives
from impact.intake.findings import Finding, Report, shown
from impact.intake.heads import columns_of
from impact.intake.packages import Package
from impact.intake.sources import ABOUT, plain

BATCH = 20_000
# What the reader of workbooks, zip and XML raise where a byte is not what it should be.
UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, InvalidFileException, ParseError, LookupError, ValueError),
    *(TypeError, AttributeError, OSError, EOFError, NotImplementedError, RuntimeError),
)
# Sheets of the template, and of a workbook that came back, which are no tables.
OTHER = ("about", "read_me", "findings", "constats", "constatations", "hallazgos")


def open_book(path: Path, report: Report) -> Workbook | None:
    """The workbook, for reading only; what speaks against opening it is told."""
    if problem := archives.problem(path, path.name):
        report.add(problem)
        return None
    with zipfile.ZipFile(path) as packed:
        names = packed.namelist()
    if any(n.endswith("vbaProject.bin") for n in names):
        report.add(Finding("macros", value=path.name))
    if any(n.startswith("xl/externalLinks/") for n in names):
        report.add(Finding("external_links", value=path.name))
    try:
        return load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except UNREADABLE as error:
        report.add(Finding("cannot_be_read", value=path.name, expected=shown(error)))
        return None


def sheets(book: Workbook, report: Report) -> dict[str, str]:
    """The sheet of each table."""
    found: dict[str, str] = {}
    for sheet in book.sheetnames:
        name = plain(sheet)
        if name in tables() and name not in found:
            found[name] = sheet
            if name != sheet:
                report.add(Finding("named_otherwise", name, value=shown(sheet), expected=name))
        elif name not in OTHER:
            report.add(Finding("unknown_table", value=shown(sheet)))
    return found


def about(book: Workbook) -> dict[str, str]:
    """What the sheet `about` says of the export, by name."""
    sheet = next((s for s in book.sheetnames if plain(s) == ABOUT), None)
    if sheet is None:
        return {}
    try:
        lines = [[_text(v) or "" for v in row[:2]] for row in book[sheet].iter_rows(values_only=True, max_row=50)]
    except UNREADABLE:
        return {}
    return {plain(line[0]): line[1] for line in lines if len(line) == 2 and line[0] and line[1]}


def tell_formulas(path: Path, report: Report, most: int) -> None:
    """Tell the cells of tables that hold formulas: their values are what was last shown, or nothing."""
    try:
        package = Package(path)
    except UNREADABLE as error:
        report.add(Finding("cannot_be_read", value=path.name, expected=shown(error)))
        return
    for name, (sheet, places) in columns_in(path).items():
        heads = {place + 1: column for column, place in places.items()}
        cells = [coordinate_to_tuple(cell) for cell in package.formulas(sheet)]
        found = [Finding("formula", name, row, heads[column]) for row, column in cells if column in heads and row > 1]
        for column in {f.column for f in found}:
            mine = [f for f in found if f.column == column]
            report.extend(mine[:most], len(mine))


def columns_in(path: Path) -> dict[str, tuple[str, dict[str, int]]]:
    """The sheet of each table, and the place of each column in it."""
    quiet = Report(path.name)
    book = open_book(path, quiet)
    if book is None:
        return {}
    found = {}
    for name, sheet in sheets(book, quiet).items():
        try:
            heads = [_text(v) or "" for v in next(book[sheet].iter_rows(values_only=True, max_row=1), ())]
        except UNREADABLE:
            continue
        found[name] = (sheet, columns_of(heads, tables()[name], quiet))
    book.close()
    return found


def rows(book: Workbook, sheet: str, table: Table, report: Report) -> Iterator[pa.RecordBatch]:
    """Batches with `row_no`, `part` and the table's columns as text; a row without any value is none."""
    try:
        page = book[sheet]
        page.reset_dimensions()
        lines = page.iter_rows(values_only=True)
        heads = [_text(v) or "" for v in next(lines, ())]
        places = columns_of(heads, table, report)
        waiting: list[tuple[Any, ...]] = []
        for number, cells in enumerate(lines, start=2):
            given = [_text(cells[place]) if place < len(cells) else None for place in places.values()]
            if any(v is not None for v in given):
                waiting.append((number, *given))
            if len(waiting) == BATCH:
                yield _batch(waiting, list(places))
                waiting = []
        yield _batch(waiting, list(places))
    except UNREADABLE as error:
        report.add(Finding("cannot_be_read", table.table, value=shown(sheet), expected=shown(error)))


def _batch(lines: list[tuple[Any, ...]], columns: list[str]) -> pa.RecordBatch:
    by_column = list(zip(*lines, strict=True)) or [()] * (len(columns) + 1)
    arrays = [pa.array(by_column[0], pa.int64()), pa.array([""] * len(lines), pa.string())]
    arrays += [pa.array(values, pa.string()) for values in by_column[1:]]
    return pa.RecordBatch.from_arrays(arrays, names=["row_no", "part", *columns])


def _text(value: Any) -> str | None:
    """A cell's value as text that reads back as the same value."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case _:
            return str(value)
