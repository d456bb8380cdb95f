"""Giving a check's database the tables of a source: as they were sent, then with their types."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.workbook import Workbook

from impact.contract import Table, fits
from impact.intake import csv_files, workbooks
from impact.intake.database import Database
from impact.intake.findings import Finding, Report, shown
from impact.intake.heads import NAMED
from impact.intake.sources import Source

TOGETHER = 3_000_000


@dataclass
class Sent:
    """A table as it was sent: which of its columns are text, which are not there, and how many rows it has."""

    table: Table
    texts: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    rows: int = 0

    @property
    def at_once(self) -> int:
        """How many checks of it go into one statement: of a large table one, or too much is held at once."""
        return 100 if self.rows <= TOGETHER else 1


def from_sheet(db: Database, book: Workbook, sheet: str, table: Table, report: Report) -> Sent:
    """Take a sheet of a workbook."""
    return _from_texts(db, table, workbooks.rows(book, sheet, table, report))


def from_csv(db: Database, source: Source, paths: list[Path], table: Table, report: Report) -> Sent:
    """Take CSV files."""

    def batches() -> Iterator[pa.RecordBatch]:
        for path in paths:
            name = source.place_of(path) if len(paths) > 1 else ""
            yield from csv_files.rows(path, table, name or path.name, report)

    return _from_texts(db, table, batches())


def from_parquet(db: Database, source: Source, paths: list[Path], table: Table, report: Report) -> Sent | None:
    """Look at Parquet files where they lie; None where they cannot be read together."""
    schemas = _schemas(source, paths, table, report)
    if schemas is None or not _agree(schemas, table, report):
        return None
    path, schema = next(iter(schemas.items()))
    types = {f.name: f.type for f in schema} | dict.fromkeys(_hive(source, path), pa.string())
    sent = Sent(table, missing={name for name in table.columns if name not in types})
    for name in sorted(sent.missing):
        report.add(Finding("missing_column", table.table, column=name))
    unknown = [name for name in types if name not in table.columns]
    for name in unknown[:NAMED]:
        report.add(Finding("unknown_column", table.table, value=shown(name)))
    if len(unknown) > NAMED:
        report.add(Finding("many_columns", table.table, value=f"{len(types):,}", expected=f"{len(unknown):,}"))
    for name, column in table.columns.items():
        if name in types and not fits(types[name], column.type):
            sent.texts.add(name)
            report.add(Finding("type_differs", table.table, column=name, value=str(types[name]), expected=column.type))
    if sent.texts or _hive(source, path):
        report.rewritten = True
    try:
        sent.rows = sum(pq.read_metadata(p).num_rows for p in paths)
        db.see(table.table, paths, sent.rows)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        report.add(Finding("cannot_be_read", table.table, value=table.table, expected=shown(error)))
        return None
    return sent


def _from_texts(db: Database, table: Table, batches: Iterator[pa.RecordBatch]) -> Sent:
    """Take batches of text; columns that none of them has are missing."""
    names = ["row_no", "part", *table.columns]
    schema = pa.schema([(n, pa.int64() if n == "row_no" else pa.string()) for n in names])
    sent = Sent(table, texts=set(table.columns), missing=set(table.columns))

    def whole() -> Iterator[pa.RecordBatch]:
        for batch in batches:
            sent.missing -= set(batch.schema.names)
            sent.rows += batch.num_rows
            columns = [
                batch.column(n).cast(schema.field(n).type)
                if n in batch.schema.names
                else pa.nulls(batch.num_rows, schema.field(n).type)
                for n in names
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    db.take(table.table, whole(), schema)
    return sent


def _schemas(source: Source, paths: list[Path], table: Table, report: Report) -> dict[Path, pa.Schema] | None:
    found = {}
    for path in paths:
        try:
            found[path] = pq.read_schema(path)
        except (pa.ArrowException, OSError) as error:
            reason = shown(str(error).split(". ")[0])
            report.add(Finding("cannot_be_read", table.table, value=source.place_of(path), expected=reason))
    return found if len(found) == len(paths) else None


def _agree(schemas: dict[Path, pa.Schema], table: Table, report: Report) -> bool:
    """Have all parts the same columns of the same types?"""
    first, *others = schemas.values()
    agree = True
    for name in table.columns:
        kinds = {_kind(s, name) for s in (first, *others)} - {"null"}
        if len(kinds) > 1:
            one, other = sorted(kinds)[:2]
            report.add(Finding("parts_differ", table.table, column=name, value=one, expected=other))
            agree = False
    return agree


def _kind(schema: pa.Schema, name: str) -> str:
    if name not in schema.names:
        return "missing"
    kind = schema.field(name).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    # Widths and units of one kind are read alike.
    for wanted in ("boolean", "integer", "date", "text", "number"):
        if not pa.types.is_null(kind) and fits(kind, wanted):
            return wanted
    return str(kind)


def _hive(source: Source, path: Path) -> list[str]:
    """The columns that the names of folders give."""
    return [m[1] for part in source.place_of(path).split("/")[:-1] if (m := re.fullmatch(r"(\w+)=.*", part))]
