"""The value of every indicator in one state of an export: read from a snapshot, or built from a hybrid export."""

import re
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from impact import catalogue, questions, statements, store
from impact.building import build_tables, read_export
from impact.filters import Filters
from impact.settings import settings

Place = tuple[str, str]  # an indicator, and a country or "" for the programme


@dataclass(frozen=True)
class State:
    """Values by indicator and place, and what each enterprise adds to each result at each place."""

    values: dict[Place, float | None]
    enterprises: dict[Place, dict[str, tuple[Any, ...]]]

    def resting_on(self, place: Place) -> int:
        """How many enterprises add to the value at this place."""
        return sum(adds[1] > 0 for adds in self.enterprises.get(place, {}).values())

    def touched(self, other: "State", place: Place) -> int:
        """How many enterprises add something else to the value at this place in the other state."""
        ours, theirs = self.enterprises.get(place, {}), other.enterprises.get(place, {})
        return sum(ours.get(one) != theirs.get(one) for one in ours.keys() | theirs.keys())


def of_snapshot(snapshot: store.Snapshot) -> State:
    """The state that a snapshot shows."""
    path = store.tables_of(snapshot.id)
    with duckdb.connect(config=_limits()) as con:
        con.execute(statements.attach(path, "snapshot", read_only=True))
        return _read(con, snapshot.as_of)


def of_export(export: Path, as_of: date) -> State:
    """The state of an export by today's definitions."""
    with tempfile.TemporaryDirectory(dir=export.parent) as spare, duckdb.connect(config=_limits()) as con:
        con.execute(statements.attach(Path(spare) / store.TABLES, "snapshot"))
        read_export(con, export, Path(spare) / "spare", as_of)
        build_tables(con, as_of, lambda what, share: None, only=needed())
        for name in ("indicators", "countries"):
            con.execute(statements.copied(f"snapshot.base.{name}", f"raw.{name}"))
        return _read(con, as_of)


@cache
def needed() -> frozenset[str]:
    """The built tables without which no indicator can be counted."""
    built = {questions.step_name(p): p.read_text(encoding="utf-8") for p in questions.files("built/tables")}
    waiting = ["snapshot.base.indicator_cells snapshot.base.calendar_spans"]
    waiting += [questions.read(i.query) for i in catalogue.indicators().values()]
    waiting += [path.read_text(encoding="utf-8") for path in questions.files("built/steps")]
    found: set[str] = set()
    while waiting:
        named = set(re.findall(r"snapshot\.base\.(\w+)", waiting.pop())) & set(built)
        waiting += [built[name] for name in named - found]
        found |= named
    return frozenset(found)


def _read(con: duckdb.DuckDBPyConnection, as_of: date) -> State:
    con.execute(questions.read("compare/use"))
    sql = questions.with_scope(questions.read("compare/values"))
    asked = {name: value for name, value in Filters().parameters(as_of).items() if f"${name}" in sql}
    values: dict[Place, float | None] = {}
    for indicator, place, value, _ in con.execute(sql, asked).fetchall():
        values[indicator, place] = None if value is None else float(value)
    enterprises: dict[Place, dict[str, tuple[Any, ...]]] = {}
    for indicator, iso3, enterprise, *adds in con.execute(questions.read("compare/enterprises")).fetchall():
        for place in ("", iso3):
            enterprises.setdefault((indicator, place), {})[enterprise] = tuple(adds)
    return State(values, enterprises)


def _limits() -> dict[str, str | bool | int | float | list[str]]:
    chosen = settings()
    return {"memory_limit": chosen.memory, "threads": chosen.threads, "max_temp_directory_size": chosen.temp_size}
