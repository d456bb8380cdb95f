"""The database of one check: the tables as they were sent, and as they are read."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from impact import questions, statements
from impact.contract import Table, typed
from impact.settings import REFERENCE, settings

# Tables of so many rows are held; larger ones are read from their files each time.
HELD = 500_000


@dataclass(frozen=True)
class Asked:
    """A check of the repository, with its parameters and its names."""

    check: str
    given: dict[str, Any]
    names: Mapping[str, str | list[str] | None]


class Database:
    """DuckDB on files of its own, with the store's limits. Names are of the contract; values are bound."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._con = connection

    def rows(self, name: str, given: dict[str, Any] | None = None, **names: str | list[str] | None) -> pd.DataFrame:
        """The rows of the repository's `queries/<name>.sql`, with names filled in and parameters bound."""
        sql = statements.filled(name, **names)
        bound = {k: v for k, v in (given or {}).items() if f"${k}" in sql}
        return self._con.execute(sql, bound).df()

    def together(self, asked: dict[str, Asked], *, at_once: int) -> pd.DataFrame:
        """The rows of checks with the same columns, by their names as `of`; `at_once` of them in one statement."""
        return self._together(asked, at_once, lambda sql: sql, {})

    def findings(self, asked: dict[str, Asked], most: int, *, at_once: int = 1) -> pd.DataFrame:
        """As `together`, of checks that find rows: the first `most` of each and each rule, with the `total` of all."""
        return self._together(asked, at_once, statements.first, {"most": most})

    def _together(
        self, asked: dict[str, Asked], at_once: int, whole: Callable[[str], str], given: dict[str, Any]
    ) -> pd.DataFrame:
        frames = []
        names = list(asked)
        for start in range(0, len(names), at_once):
            some = {name: asked[name] for name in names[start : start + at_once]}
            texts = {name: statements.filled(one.check, **one.names) for name, one in some.items()}
            sql = whole(statements.together(texts))
            bound = {f"{k}_{n}": v for n, one in enumerate(some.values()) for k, v in one.given.items()} | given
            answer = self._con.execute(sql, {k: v for k, v in bound.items() if f"${k}" in sql})
            columns = [column[0] for column in answer.description or ()]
            # Most checks find nothing, and a frame for each would take longer than the check.
            if rows := answer.fetchall():
                frames.append(pd.DataFrame(rows, columns=columns))
        return pd.concat(frames) if frames else pd.DataFrame({"of": []})

    def run(self, name: str, given: dict[str, Any] | None = None) -> None:
        """Run statements of the repository."""
        self._con.execute(questions.read(name), given or {})

    def note(self, table: str, name: str) -> None:
        """Add the rows of a select of the repository to a table of ours."""
        self._con.execute(statements.noted(table, questions.read(name)))

    def write(self, table: Table, path: Path) -> None:
        """Write a table, as it is read, to a Parquet file."""
        self._con.execute(statements.as_parquet(table.table, list(table.columns), path))

    def reference(self, names: dict[str, str]) -> None:
        """Give tables of the reference data, by the names that they are to have."""
        for view, name in names.items():
            self._con.execute(
                statements.as_view(view, questions.read(f"reference/{name}"), [REFERENCE / f"{name}.csv"])
            )

    def make(self, table: str, name: str, given: dict[str, Any] | None = None) -> None:
        """Make a table of a repository's select."""
        sql = questions.read(name)
        bound = {k: v for k, v in (given or {}).items() if f"${k}" in sql}
        self._con.execute(statements.as_table(table, sql), bound)

    def see(self, table: str, files: list[Path], rows: int) -> None:
        """Give `sent.<table>` as it stands in Parquet files of so many rows."""
        select = questions.read("checks/steps/sent_parquet")
        self._con.execute(statements.as_view(f"sent.{table}", select, files, held=rows <= HELD))

    def take(self, table: str, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        """Take rows as `sent.<table>`."""
        self._insert(f"sent.{table}", pa.RecordBatchReader.from_batches(schema, batches), new=True)

    def add(self, table: str, rows: pa.Table) -> None:
        """Add rows to a table of ours."""
        self._insert(table, rows, new=False)

    @contextmanager
    def temporary(self, table: str, rows: pa.Table) -> Iterator[None]:
        """Give rows the name of a table for a while."""
        self._con.register(table, rows)
        try:
            yield
        finally:
            self._con.unregister(table)

    def type(self, table: Table, texts: set[str], missing: set[str], mended: set[str], rows: int) -> None:
        """Give the table, under its plain name, its types."""
        self._con.execute(typed(table, texts, missing, mended, held=rows <= HELD))

    def _insert(self, table: str, rows: object, *, new: bool) -> None:
        self._con.register("incoming", rows)
        try:
            select = questions.read("checks/steps/incoming")
            self._con.execute(statements.as_table(table, select) if new else statements.noted(table, select))
        finally:
            self._con.unregister("incoming")


@contextmanager
def database(work: Path) -> Iterator[Database]:
    """A database in memory, which spills into the folder `work`."""
    chosen = settings()
    limits = {"temp_directory": str(work / "spill"), "max_temp_directory_size": chosen.temp_size}
    config: dict[str, Any] = {"memory_limit": chosen.memory, "threads": chosen.threads, **limits}
    with duckdb.connect(config=config) as connection:
        found = Database(connection)
        found.run("checks/steps/schemas")
        found.run("checks/steps/readings")
        yield found
