"""The rows of two exports, matched by key, and the exports that lie between the two."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from impact import questions, statements
from impact.building import view_export
from impact.contract import Table, tables

# The day that decides whether a row tells of the time before the old export; without one of its own, its parent's.
DAYS = {
    "agreements": "signed_on",
    "engagements": "enrolled_on",
    "enterprises": "joined_on",
    "improvement_plans": "adopted_on",
    "improvement_projects": "started_on",
    "improvement_teams": "formed_on",
    "kpi_observations": "period_start",
    "practice_checks": "checked_on",
    "projects": "starts_on",
    "results": "starts_on",
    "sessions": "starts_on",
    "submissions": "period_start",
    "suggestions": "period_start",
    "targets": "starts_on",
    "trainer_modules": "reached_on",
    "workforce": "measured_on",
}
PARENTS = {"attendances": "sessions", "session_trainers": "sessions", "engagement_costs": "engagements"}
# When a row was typed in says nothing about what it says.
ASIDE = ("recorded_on",)


def match(
    con: duckdb.DuckDBPyConnection, old: Path, new: Path, spare: Path, old_as_of: date
) -> dict[str, dict[int, int]]:
    """Put each row of both exports into `compared.<table>`; returns the rows of each step (0 is unchanged) by table."""
    con.execute(questions.read("compare/schemas"))
    view_export(con, old, spare, "before")
    view_export(con, new, spare, "after")
    found = {}
    for name, table in tables().items():
        match_table(con, table, old_as_of)
        steps = con.execute(statements.filled_in("compare/steps", table=name)).fetchall()
        found[name] = {int(step): int(rows) for step, rows in steps}
    return found


def match_table(con: duckdb.DuckDBPyConnection, table: Table, old_as_of: date) -> None:
    """Put each row of one table, `before` and `after`, into `compared`, with its step."""
    con.execute(statements.filled_in("compare/rows", **_names(table)), {"old_as_of": old_as_of})


def hybrid(con: duckdb.DuckDBPyConnection, taken: int, folder: Path) -> Path:
    """Write the export as it is once the steps up to `taken` are taken."""
    folder.mkdir()
    for name, table in tables().items():
        pq.write_table(after_steps(con, table, taken).cast(table.arrow_schema()), folder / f"{name}.parquet")
    return folder


def after_steps(con: duckdb.DuckDBPyConnection, table: Table, taken: int) -> pa.Table:
    """One table as it is once the steps up to `taken` are taken."""
    there = {"there_now": f"now.{table.key[0]} is not null", "there_before": f"was.{table.key[0]} is not null"}
    sql = statements.filled_in("compare/hybrid", table=table.table, **there)
    return con.sql(sql, params={"taken": taken}).to_arrow_table()


def _names(table: Table) -> dict[str, str]:
    """What the contract says of a table, as the pieces of `compare/rows.sql`."""
    own = [name for name in table.columns if name not in (*table.key, *ASIDE)]
    stated = [name for name in own if table.columns[name].type in ("number", "integer", "date")]
    days = [name for name in own if table.columns[name].type == "date"]
    parent = PARENTS.get(table.table)
    filled = [f"case when o.{c} is null then n.{c} end" for c in days]
    link = next((n for n, c in table.columns.items() if parent and c.refers_to == parent), "")
    return {
        "table": table.table,
        "in_old": f"o.{table.key[0]}",
        "in_new": f"n.{table.key[0]}",
        "matched": " and ".join(f"o.{k} is not distinct from n.{k}" for k in table.key),
        "changed": _any(f"o.{c} is distinct from n.{c}" for c in own),
        "restated": _any(f"(o.{c} is not null and o.{c} is distinct from n.{c})" for c in stated),
        "filled_on": f"greatest({', '.join(['null::date', *filled])})",
        "filled": _any(f"(o.{c} is null and n.{c} is not null)" for c in own),
        "day": f"p.{DAYS[parent]}" if parent else f"n.{DAYS[table.table]}" if table.table in DAYS else "null",
        "parent": parent or table.table,
        "of_parent": f"n.{link} = p.{link}" if parent else "false",
    }


def _any(conditions: Iterable[str]) -> str:
    return " or ".join(conditions) or "false"
