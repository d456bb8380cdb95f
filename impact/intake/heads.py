"""The first line of a table as it is written: which of its columns are which of the contract's."""

from collections.abc import Sequence

from impact.contract import Table
from impact.intake.findings import Finding, Report, shown
from impact.intake.sources import plain

# Beyond so many, further columns are counted and no longer named.
NAMED = 20


def columns_of(heads: Sequence[str], table: Table, report: Report, part: str = "") -> dict[str, int]:
    """The place of each of the table's columns among `heads`; what is missing, unknown or there twice is told."""
    places: dict[str, int] = {}
    unknown = []
    for place, head in enumerate(heads):
        name = head if head in table.columns else plain(head)
        if name not in table.columns:
            if head.strip():
                unknown.append(head)
        elif name in places:
            report.add(Finding("column_twice", table.table, 1, name, value=shown(head), part=part))
        else:
            places[name] = place
            if name != head:
                report.add(Finding("named_otherwise", table.table, 1, name, shown(head), name, part))
    for name in table.columns:
        if name not in places:
            report.add(Finding("missing_column", table.table, None, name, part=part))
    for head in unknown[:NAMED]:
        report.add(Finding("unknown_column", table.table, 1, "", shown(head), part=part))
    if len(unknown) > NAMED:
        report.add(Finding("many_columns", table.table, 1, "", f"{len(heads):,}", f"{len(unknown):,}", part))
    return places
