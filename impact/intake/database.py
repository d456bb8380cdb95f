"""The database of one check: the tables as they were sent, and as they are read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from impact import questions
from impact.contract import Table, typed_view
from impact.settings import REFERENCE, settings


class Database:
    """DuckDB on files of its own, with the store's limits. Names are of the contract; values are bound."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._con = connection

    def rows(self, name: str, given: dict[str, Any] | None = None, **names: str | list[str] | None) -> pd.DataFrame:
        """The rows of the repository's `queries/<name>.sql`, with names filled in and parameters bound."""
        sql = questions.filled(name, **names)
        bound = {k: v for k, v in (given or {}).items() if f"${k}" in sql}
        return self._con.execute(sql, bound).df()

    def first(self, name: str, most: int) -> pd.DataFrame:
        """The first `most` rows of a select of the repository, with the `total` of all."""
        return self._con.execute(questions.first(questions.read(name)), {"most": most}).df()

    def run(self, name: str, given: dict[str, Any] | None = None) -> None:
        """Run statements of the repository."""
        self._con.execute(questions.read(name), given or {})

    def note(self, table: str, name: str) -> None:
        """Add the rows of a select of the repository to a table of ours."""
        self._con.execute(questions.noted(table, questions.read(name)))

    def reference(self, names: dict[str, str]) -> None:
        """Give tables of the reference data, by the names that they are to have."""
        for view, name in names.items():
            self._con.execute(questions.as_view(view, questions.read(f"reference/{name}"), [REFERENCE / f"{name}.csv"]))

    def make(self, table: str, name: str, given: dict[str, Any] | None = None) -> None:
        """Make a table of a repository's select."""
        sql = questions.read(name)
        bound = {k: v for k, v in (given or {}).items() if f"${k}" in sql}
        self._con.execute(questions.as_table(table, sql), bound)

    def view_parquet(self, table: str, files: list[Path]) -> None:
        """Give `sent.<table>` as it stands in Parquet files."""
        self._con.execute(questions.as_view(f"sent.{table}", questions.read("checks/steps/sent_parquet"), files))

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

    def type(self, table: Table, texts: set[str], missing: set[str], mended: set[str]) -> None:
        """Give the table, under its plain name, its types."""
        self._con.execute(typed_view(table, texts, missing, mended))

    def _insert(self, table: str, rows: object, *, new: bool) -> None:
        self._con.register("incoming", rows)
        try:
            self._con.execute(questions.copied(table, "incoming") if new else questions.added(table, "incoming"))
        finally:
            self._con.unregister("incoming")


@contextmanager
def database(work: Path) -> Iterator[Database]:
    """A database in the folder `work`."""
    chosen = settings()
    limits = {"temp_directory": str(work / "spill"), "max_temp_directory_size": chosen.temp_size}
    config = {"memory_limit": chosen.memory, "threads": chosen.threads, **limits}
    with duckdb.connect(work / "check.duckdb", config=config) as connection:
        found = Database(connection)
        found.run("checks/steps/schemas")
        found.run("checks/steps/readings")
        yield found
