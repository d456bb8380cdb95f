"""Writing what an adapter has read as an export: tables by the contract, manifest, and the report beside it."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from impact.contract import Column, Table, tables
from impact.intake.adapters.report import Report, is_report
from impact.intake.adapters.source import SourceError
from impact.manifest import Manifest, write_manifest

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Draft:
    """What an adapter read: tables of the contract, and what is to be told about them.

    `tables`: rows by table; a column that a row does not name is null, a required table that is not named is empty, an
    optional one is absent. `as_of`: the last day that the source knows. `told`: lines that say what the rows are.
    """

    export_id: str
    as_of: date
    source: str
    tables: Mapping[str, Rows]
    report: Report
    told: Sequence[str] = ()


def report_path(out: Path) -> Path:
    """Where the report of an import into `out` lies: beside it, so that the export holds what the contract names."""
    return out.with_name(f"{out.name}.report.csv")


def refuse_foreign(out: Path) -> None:
    """Only an empty place is written to, and only an import's own report is overwritten."""
    if out.exists() and not (out.is_dir() and not any(out.iterdir())):
        raise SourceError(f"{out}: is there and is no empty folder. Name another one with --out, or empty it.")
    report = report_path(out)
    if report.exists() and not (report.is_file() and is_report(report)):
        raise SourceError(f"{report}: is there, and is no report of an import. Move it, or name another --out.")


def write(draft: Draft, out: Path) -> Manifest:
    """Write the export into `out` and the report beside it; both are whole, or neither is there."""
    refuse_foreign(out)
    work = out.with_name(f".{out.name}-{os.getpid()}")
    shutil.rmtree(work, ignore_errors=True)
    export = work / out.name
    export.mkdir(parents=True)
    try:
        for name, table in tables().items():
            if table.required or name in draft.tables:
                made = _arrow(table, draft.tables)
                pq.write_table(made, export / f"{name}.parquet", compression="zstd")
        moment = datetime.combine(draft.as_of, time(), UTC)
        manifest = write_manifest(export, draft.export_id, moment, draft.source, synthetic=False)
        draft.report.write(work / "report.csv")
        if out.is_dir():
            out.rmdir()
        export.replace(out)
        (work / "report.csv").replace(report_path(out))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return manifest


def _arrow(table: Table, drawn: Mapping[str, Rows]) -> pa.Table:
    """The rows of one table, in the order of its key; an adapter's mistake never becomes an export."""
    rows = [{name: row.get(name) for name in table.columns} for row in drawn.get(table.table, [])]
    unknown = {name for row in drawn.get(table.table, []) for name in row} - set(table.columns)
    problems = [f"has no column '{name}'" for name in sorted(unknown)]
    keys = [tuple(str(row[name]) for name in table.key) for row in rows]
    if len(set(keys)) < len(keys):
        problems.append(f"repeats its key ({', '.join(table.key)})")
    for name, column in table.columns.items():
        problems += [f"'{name}' {p}" for p in _problems([row[name] for row in rows], column, drawn)]
    if problems:
        raise SourceError("\n".join(f"{table.table}: {p}. This is a mistake in the adapter." for p in problems))
    ordered = [row for _, row in sorted(zip(keys, rows, strict=True), key=lambda pair: pair[0])]
    return pa.Table.from_pylist(ordered, schema=table.arrow_schema())


def _problems(values: list[Any], column: Column, drawn: Mapping[str, Rows]) -> list[str]:
    given = {v for v in values if v is not None}
    problems = ["is null, and must not be"] if not column.optional and None in values else []
    if column.values and given - set(column.values):
        problems.append(f"holds {sorted(given - set(column.values))}")
    if column.at_least is not None and any(v < column.at_least for v in given):
        problems.append(f"is below {column.at_least:g}")
    if column.at_most is not None and any(v > column.at_most for v in given):
        problems.append(f"is above {column.at_most:g}")
    if column.refers_to:
        key = tables()[column.refers_to].key[0]
        lost = given - {row.get(key) for row in drawn.get(column.refers_to, [])}
        problems += [f"names {len(lost)} that are not in {column.refers_to}"] if lost else []
    return problems
