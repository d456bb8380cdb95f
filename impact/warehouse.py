"""DuckDB, read-only: one database a snapshot, one cursor a query, the viewer's rights as private views."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from impact import questions, statements, store
from impact.access import Viewer
from impact.frames import frame_of
from impact.settings import settings

SCHEMA = "base"
# What projects promised, sent in and spent: there for questions of kind `projects` alone, by the viewer's rights.
PROMISED = ("targets", "results", "project_spending", "target_lines", "project_facts")
_open: dict[Path, "Warehouse"] = {}
_lock = threading.Lock()


class WarehouseError(Exception):
    """A statement that DuckDB refused."""


@dataclass
class Warehouse:
    """One snapshot's open database, and the idle cursors of each kind of right."""

    connection: duckdb.DuckDBPyConnection
    idle: dict[tuple[str, Viewer], list[duckdb.DuckDBPyConnection]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def run(snapshot_id: str, viewer: Viewer, kind: str, sql: str, parameters: dict[str, Any]) -> pd.DataFrame:
    """The rows of one statement, asked with the viewer's rights; `kind` is the question's."""
    warehouse = _warehouse(store.tables_of(snapshot_id))
    with _cursor(warehouse, _reach(kind, viewer), viewer) as cursor:
        try:
            return frame_of(cursor.execute(_statement(sql), parameters))
        except duckdb.Error as error:
            raise WarehouseError(str(error)) from error


@cache
def _statement(sql: str) -> duckdb.Statement:
    """The statement, parsed once: for a small answer that is a sixth of the time."""
    return duckdb.extract_statements(sql)[0]


def close() -> None:
    """Close every open snapshot (its file may then be removed)."""
    with _lock:
        for warehouse in _open.values():
            warehouse.connection.close()
        _open.clear()


def _warehouse(path: Path) -> Warehouse:
    with _lock:
        if path not in _open:
            # What was removed from the store is let go of: its cursors end with the questions that they answer.
            for gone in [other for other in _open if not other.exists()]:
                del _open[gone]
            _open[path] = Warehouse(_connect(path))
        return _open[path]


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    chosen = settings()
    spill = chosen.temp or path.parent.parent / ".spill"
    limits: dict[str, str | bool | int | float | list[str]] = {
        "threads": chosen.threads,
        "memory_limit": chosen.memory,
        "temp_directory": str(spill),
        "max_temp_directory_size": chosen.temp_size,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    try:
        connection = duckdb.connect(str(path), read_only=True, config=limits)
        connection.execute(questions.read("rights/lock"))
        return connection
    except duckdb.Error as error:
        raise WarehouseError(
            f"{path} cannot be opened by DuckDB {duckdb.__version__}: {error}. Check the settings of memory and "
            "temporary files; if DuckDB was changed since, publish the export again."
        ) from error


def _reach(kind: str, viewer: Viewer) -> str:
    """Which views a question needs: `all`, the viewer's own `rows`, or `projects`."""
    # A comparison with peers reads all of them; the gate has made sure that its subject is the viewer's own.
    return kind if kind == "projects" or (kind == "rows" and not viewer.sees_everything) else "all"


@contextmanager
def _cursor(warehouse: Warehouse, reach: str, viewer: Viewer) -> Iterator[duckdb.DuckDBPyConnection]:
    # All who see everything share their cursors; the others' views hold their own scope.
    key = (reach, Viewer() if reach == "all" or viewer.sees_everything else viewer)
    with warehouse.lock:
        waiting = warehouse.idle.setdefault(key, [])
        cursor = waiting.pop() if waiting else None
    if cursor is None:
        cursor = warehouse.connection.cursor()
        _grant(cursor, reach, viewer)
    try:
        yield cursor
    finally:
        with warehouse.lock:
            warehouse.idle[key].append(cursor)


def _grant(cursor: duckdb.DuckDBPyConnection, reach: str, viewer: Viewer) -> None:
    held = {name for (name,) in cursor.execute(questions.read("rights/tables"), {"schema": SCHEMA}).fetchall()}
    folder = {"rows": "rights/views", "projects": "rights/projects"}.get(reach)
    own = {questions.step_name(path): path.read_text("utf-8") for path in questions.files(folder)} if folder else {}
    # A comparison of two snapshots holds other tables than a snapshot.
    own = {name: text for name, text in own.items() if set(re.findall(rf"\b{SCHEMA}\.(\w+)", text)) <= held}
    for name in held - {*PROMISED, *own} if reach != "rows" else ():
        cursor.execute(statements.view(name, SCHEMA))
    scope = {
        "everything": viewer.sees_everything,
        "countries": viewer.countries,
        "trainers": viewer.trainers,
        "projects": viewer.projects,
    }
    for name, text in own.items():
        asked = {said: scope[said] for said in scope if f"${said}" in text}
        cursor.execute(statements.temporary(name, text, table=bool(asked)), asked)
