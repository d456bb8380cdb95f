"""The cells of one table: read what is typed in an unusual way, then look whether each value may be."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from impact.contract import Column
from impact.intake import readings, standards
from impact.intake.database import Database
from impact.intake.findings import Finding, Report, shown
from impact.intake.given import Sent
from impact.intake.readings import Reading

# So many readings of one column are told one by one.
TOLD = 50
SCHEMA = pa.schema([(n, pa.string()) for n in ("table_name", "column_name", "given", "became", "rule", "expected")])


def read(db: Database, sent: Sent, report: Report, most: int) -> None:
    """Give the table its types under its plain name; values that no reading fits are told."""
    mended = set()
    for name, column in sent.table.columns.items():
        if name in sent.missing:
            continue
        found = _readings(db, sent, name, column)
        if found:
            mended.add(name)
            _tell(db, sent, name, found, report, most)
    if mended or sent.texts:
        report.rewritten = True
    db.type(sent.table, sent.texts, sent.missing, mended)


def check(db: Database, sent: Sent, as_of: date, report: Report, most: int) -> None:
    """Look at every column, once the table was read."""
    table = sent.table
    who = {"the_enterprise": _known(sent, "enterprise_id"), "the_country": _known(sent, "iso3")}
    for name, column in table.columns.items():
        if name in sent.missing:
            continue
        place = {"the_sent": f"sent.{table.table}", "the_table": table.table, "the_column": name, **who}
        if column.type == "text":
            # Ids of other tables and listed words are looked up, which finds all else.
            free = not (column.refers_to or column.values or column.code)
            given = {"required": not column.optional, "free": free, "most": most}
            if free or not column.optional:
                tell(report, sent, name, db.rows("checks/cells/text", given, **place))
            continue
        if not column.optional:
            given = {"as_text": name in sent.texts, "most": most}
            tell(report, sent, name, db.rows("checks/cells/missing", given, **place))
        if column.type in ("number", "integer"):
            given = {"at_least": column.at_least, "at_most": column.at_most, "most": most}
            tell(report, sent, name, db.rows("checks/cells/number", given, **place))
        elif column.type == "date":
            given = {"happened": column.happened, "as_of": as_of, "most": most}
            tell(report, sent, name, db.rows("checks/cells/day", given, **place))


def tell(report: Report, sent: Sent, column: str, found: pd.DataFrame) -> None:
    """Add the rows that a check found, which say by `total` how many there are of each rule."""
    for _, rows in found.groupby("rule", sort=True):
        findings = [
            Finding(
                r.rule,
                sent.table.table,
                int(r.row_no),
                column,
                shown(r.value),
                _said(r.expected),
                _said(r.part),
                _said(r.enterprise_id) or None,
                _said(r.iso3) or None,
            )
            for r in rows.itertuples()
        ]
        report.extend(findings, int(rows["total"].iloc[0]))


def _known(sent: Sent, column: str) -> str | None:
    there = column in sent.table.columns and column not in sent.missing
    return f"s.{column}" if there else None


def _said(value: Any) -> str:
    return "" if value is None or value != value else str(value)


def _readings(db: Database, sent: Sent, name: str, column: Column) -> dict[str, tuple[Reading, int, int, str]]:
    """What each odd text of a column is read as, with how often and where first it stands."""
    place = {"the_sent": f"sent.{sent.table.table}", "the_column": name}
    reader: Callable[[list[str]], dict[str, Reading]]
    if column.type == "text" and (column.values or column.code):
        values = column.values or standards.codes(column.code or "")
        odd = db.rows("checks/cells/unlisted", {"listed": values}, **place)
        code = column.code
        reader = (lambda t: standards.readings(code, t)) if code else (lambda t: readings.listed(t, values))
    elif name not in sent.texts or column.type == "text":
        return {}
    elif column.type in ("integer", "number"):
        whole = column.type == "integer"
        odd = db.rows("checks/cells/odd_numbers", {"whole": whole}, **place)
        points = not odd.empty and bool(db.rows("checks/cells/has_points", **place)["points"].iloc[0])
        share = column.at_most == 1
        reader = lambda t: readings.numbers(t, whole=whole, share=share, points=points and not whole)  # noqa: E731
    elif column.type == "date":
        odd, reader = db.rows("checks/cells/odd_days", **place), readings.days
    else:
        odd, reader = db.rows("checks/cells/odd_flags", **place), readings.flags
    found = reader([str(v) for v in odd["given"]])
    where = {str(r.given): (int(r.total), int(r.row_no), _said(r.part)) for r in odd.itertuples()}
    return {text: (reading, *where[text]) for text, reading in found.items()}


def _tell(
    db: Database, sent: Sent, name: str, found: dict[str, tuple[Reading, int, int, str]], report: Report, most: int
) -> None:
    """Keep the readings, show what each value was read as, and tell the cells that no reading fits."""
    table = sent.table.table
    rows = [(table, name, text, r.became, r.rule or None, r.expected) for text, (r, *_) in found.items()]
    db.add("readings", pa.Table.from_arrays([pa.array(c, pa.string()) for c in zip(*rows, strict=True)], schema=SCHEMA))
    read_as = [(text, *rest) for text, rest in found.items() if rest[0].became is not None]
    shown_ones = [
        Finding("read_as", table, row, name, shown(text), shown(reading.became), part)
        for text, reading, _, row, part in sorted(read_as, key=lambda r: -r[2])[:TOLD]
    ]
    report.extend(shown_ones, sum(total for _, _, total, _, _ in read_as))
    if len(read_as) < len(found):
        who = {"the_enterprise": _known(sent, "enterprise_id"), "the_country": _known(sent, "iso3")}
        given = {"table_name": table, "column_name": name, "most": most}
        names = {"the_sent": f"sent.{table}", "the_column": name, **who}
        tell(report, sent, name, db.rows("checks/cells/unread", given, **names))
