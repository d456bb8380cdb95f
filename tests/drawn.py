"""Small exports drawn as tables in a test: what is not drawn is empty, null or the column's plainest value."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from impact.contract import Column, Table, tables
from impact.manifest import write_manifest

EXPORTED_AT = datetime(2024, 8, 31, tzinfo=UTC)


def export(folder: Path, *, leave_out: tuple[str, ...] = (), synthetic: bool = False, **drawn: str) -> Path:
    """Write an export whose tables are drawn as text: a line of columns, then a line for each row, parted by `|`.

    `-` is null. Tables that are not drawn are empty; optional ones among `leave_out` are absent.
    """
    folder.mkdir(parents=True)
    for name, table in tables().items():
        if name not in leave_out:
            rows = [_whole(row, table) for row in _rows(drawn.get(name, ""))]
            pq.write_table(pa.Table.from_pylist(rows, schema=table.arrow_schema()), folder / f"{name}.parquet")
    unknown = set(drawn) - set(tables())
    assert not unknown, f"no such table: {unknown}"
    write_manifest(folder, "drawn", EXPORTED_AT, "drawn in a test", synthetic=synthetic)
    return folder


def _rows(text: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]


def _whole(row: dict[str, str], table: Table) -> dict[str, Any]:
    unknown = set(row) - set(table.columns)
    assert not unknown, f"{table.table} has no column {unknown}"
    return {name: _value(row.get(name), column) for name, column in table.columns.items()}


def _value(text: str | None, column: Column) -> Any:
    if text == "-" or (text is None and column.optional):
        return None
    if text is None:
        text = (column.values or [{"date": "2020-01-01", "boolean": "no", "text": "x"}.get(column.type, "0")])[0]
    match column.type:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "date":
            return date.fromisoformat(text)
        case "boolean":
            return text == "yes"
        case _:
            return text
