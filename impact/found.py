"""What the check of an export found, as a snapshot keeps it."""

from collections.abc import Sequence
from typing import Protocol

import duckdb

from impact import questions


class Finding(Protocol):
    """What the check of an export found: in which row (by its key) and column, which value, by which rule."""

    @property
    def severity(self) -> str: ...
    @property
    def table(self) -> str: ...
    @property
    def row(self) -> object: ...
    @property
    def column(self) -> str | None: ...
    @property
    def value(self) -> object: ...
    @property
    def rule(self) -> str: ...
    @property
    def advice(self) -> str | None: ...


def write(con: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Fill `raw.findings`, which the snapshot's table of findings is made of."""
    con.execute(questions.read("built/findings"))
    if findings:
        con.executemany(questions.read("built/findings_row"), [_row(finding) for finding in findings])


def _row(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "table_name": finding.table,
        "row_key": None if finding.row is None else str(finding.row),
        "column_name": finding.column,
        "value": None if finding.value is None else str(finding.value)[:200],
        "rule": finding.rule,
        "advice": finding.advice,
    }
