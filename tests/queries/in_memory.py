"""The repository's own SQL over an export in an in-memory database: tables of KPIs, and questions that read them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from impact import building, questions, statements
from impact.filters import Filters

AS_OF = date(2024, 8, 31)
# What before and after reads, and what those tables are built from.
TABLES = (
    "student_t",
    "median_ranks",
    "enterprises",
    "engagements",
    "sessions",
    "sectors",
    "kpis",
    "kpi_observations",
    "kpi_values",
    "kpi_pairs",
    "module_lines",
    "breakdowns",
)
ALL = Filters()


@contextmanager
def tables_of(export: Path, spare: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection on which the tables of KPIs have their plain names; `spare` is a folder for absent tables."""
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute(statements.attach(Path(":memory:"), "snapshot"))
        building.read_export(con, export, spare, AS_OF)
        building.build_tables(con, AS_OF, lambda what, share: None, TABLES)
        for name in TABLES:
            con.execute(statements.view(name, "snapshot.base"))
        yield con


def rows(con: duckdb.DuckDBPyConnection, name: str, filters: Filters = ALL, **given: Any) -> list[dict[str, Any]]:
    """The rows of a question, with None where there is no value."""
    question = questions.question(name)
    known = {**filters.parameters(AS_OF), "as_of": AS_OF, **given}
    answer = con.execute(question.sql, {name: known[name] for name in question.parameters}).df()
    return plain(answer)


def plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows as dictionaries of Python's own values: None for missing ones, and days as days."""
    found = []
    for row in frame.to_dict("records"):
        day = {k: v.date() for k, v in row.items() if isinstance(v, pd.Timestamp)}
        found.append({k: None if not isinstance(v, list) and pd.isna(v) else day.get(k, v) for k, v in row.items()})
    return found
