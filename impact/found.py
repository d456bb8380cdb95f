"""What the check of an export found, as a snapshot keeps it."""

from collections.abc import Sequence

import duckdb

from impact import questions
from impact.intake.findings import Finding


def write(con: duckdb.DuckDBPyConnection, findings: Sequence[Finding]) -> None:
    """Fill `raw.findings`, which the snapshot's table of findings is made of."""
    con.execute(questions.read("built/findings"))
    if findings:
        con.executemany(questions.read("built/findings_row"), [_row(finding) for finding in findings])


def _row(finding: Finding) -> dict[str, object]:
    return {
        "severity": finding.severity,
        "table_name": finding.table,
        "row_no": finding.row,
        "column_name": finding.column or None,
        "value": finding.value or None,
        "rule": finding.rule,
        "advice": finding.advice,
        "enterprise_id": finding.enterprise_id,
        "iso3": finding.iso3,
    }
