"""A small whole export as rows, written as Parquet, CSV or a workbook; each test makes one thing of it wrong."""

import csv
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl import Workbook

from impact.contract import Column, tables
from impact.intake.check import check
from impact.intake.findings import Report
from impact.manifest import write_manifest
from tests.drawn import EXPORTED_AT

Rows = dict[str, list[dict[str, Any]]]
CODES = {"country": "KEN", "currency": "KES", "activity": "14"}


def whole() -> Rows:
    """One row in every table, which all refer to one another."""
    return {name: [{c: plainest(column) for c, column in table.columns.items()}] for name, table in tables().items()}


def plainest(column: Column) -> Any:
    """A value that may be."""
    if column.code:
        return CODES[column.code]
    if column.values:
        return column.values[0]
    return {"text": "x", "integer": 1, "number": 1.0, "date": date(2020, 1, 1), "boolean": False}[column.type]


def changed(table: str, column: str, value: Any) -> Rows:
    """The export with one other value."""
    rows = deepcopy(whole())
    rows[table][0][column] = value
    return rows


def as_parquet(folder: Path, rows: Mapping[str, list[dict[str, Any]]]) -> Path:
    """Write the rows as an export, with its manifest."""
    folder.mkdir()
    for name, some in rows.items():
        schema = tables()[name].arrow_schema()
        known = pa.schema([f.with_nullable(True) for f in schema if not some or f.name in some[0]])
        pq.write_table(pa.Table.from_pylist(some, schema=known), folder / f"{name}.parquet")
    write_manifest(folder, "small", EXPORTED_AT, "drawn in a test", synthetic=False)
    return folder


def as_csv(folder: Path, rows: Rows, *, encoding: str = "utf-8", separator: str = ",") -> Path:
    """Write the rows as CSV files."""
    folder.mkdir()
    for name, some in {"about": ABOUT, **rows}.items():
        with (folder / f"{name}.csv").open("w", encoding=encoding, newline="") as file:
            writer = csv.writer(file, delimiter=separator)
            writer.writerows(table_of(name, some))
    return folder


def as_workbook(path: Path, rows: Rows) -> Path:
    """Write the rows as a workbook with a sheet for each table."""
    book = Workbook()
    book.remove(book.active)
    for name, some in {"about": ABOUT, **rows}.items():
        sheet = book.create_sheet(name)
        for line in table_of(name, some):
            sheet.append(line)
    book.save(path)
    return path


ABOUT: list[dict[str, Any]] = [{"export_id": "small", "exported_at": "2024-08-31", "source": "drawn in a test"}]


def table_of(name: str, some: list[dict[str, Any]]) -> list[list[Any]]:
    if name == "about":
        return [[k, v] for k, v in some[0].items()]
    heads = list(some[0]) if some else list(tables()[name].columns)
    return [heads, *([row.get(h) for h in heads] for row in some)]


def found(report: Report, *severities: str) -> set[tuple[str, str, str]]:
    """The rule, table and column of each finding of the severities."""
    wanted = severities or ("blocks",)
    return {(f.rule, f.table, f.column) for f in report.findings if f.severity in wanted}


def checked(path: Path) -> Report:
    return check(path)
