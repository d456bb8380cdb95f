"""The cells of one table: read what is typed in an unusual way, then look whether each value may be."""

from datetime import date
from typing import Any

import pandas as pd
import pyarrow as pa

from impact.contract import Column
from impact.intake import readings, standards
from impact.intake.database import Asked, Database
from impact.intake.findings import Finding, Report, shown
from impact.intake.given import Sent
from impact.intake.readings import Reading

# So many readings of one column are told one by one.
TOLD = 50
SCHEMA = pa.schema([(n, pa.string()) for n in ("table_name", "column_name", "given", "became", "rule", "expected")])

# A reading, how often its text stands there, and in which row and part first.
Found = tuple[Reading, int, int, str]


def read(db: Database, sent: Sent, report: Report, most: int) -> None:
    """Give the table its types under its plain name; values that no reading fits are told."""
    found = _readings(db, sent) if sent.rows else {}
    unread = {}
    for name, of_column in found.items():
        _show(db, sent, name, of_column, report)
        if any(reading.became is None for reading, *_ in of_column.values()):
            given = {"table_name": sent.table.table, "column_name": name}
            unread[name] = Asked("checks/cells/unread", given, _names(sent, name))
    tell(report, sent, db.findings(unread, most, at_once=sent.at_once))
    if found or sent.texts:
        report.rewritten = True
    db.type(sent.table, sent.texts, sent.missing, set(found), sent.rows)


def check(db: Database, sent: Sent, as_of: date, report: Report, most: int) -> None:
    """Look at every column, once the table was read."""
    asked = {}
    for name, column in sent.table.columns.items():
        if name in sent.missing:
            continue
        place = _names(sent, name)
        # Ids of other tables and listed words are looked up, which finds all else.
        free = column.type == "text" and not (column.refers_to or column.values or column.code)
        if free:
            asked[f"{name}:text"] = Asked("checks/cells/text", {"required": not column.optional}, place)
        elif not column.optional:
            asked[f"{name}:missing"] = Asked("checks/cells/missing", {"as_text": name in sent.texts}, place)
        if column.type in ("number", "integer"):
            bounds = {"at_least": column.at_least, "at_most": column.at_most}
            asked[f"{name}:number"] = Asked("checks/cells/number", bounds, place)
        elif column.type == "date":
            past = {"happened": column.happened, "as_of": as_of}
            asked[f"{name}:day"] = Asked("checks/cells/day", past, place)
    tell(report, sent, db.findings(asked, most, at_once=sent.at_once))


def tell(report: Report, sent: Sent, found: pd.DataFrame) -> None:
    """Add the rows that checks found: `of` is the column (and which check of it), `total` how many there are in all."""
    if found.empty:
        return
    for (of, _), rows in found.groupby(["of", "rule"], sort=True):
        column = str(of).partition(":")[0]
        findings = [
            Finding(
                r.rule,
                sent.table.table,
                int(r.row_no),
                column,
                shown(said(r.value)),
                said(r.expected),
                said(r.part),
                said(r.enterprise_id) or None,
                said(r.iso3) or None,
            )
            for r in rows.itertuples()
        ]
        report.extend(findings, int(rows["total"].iloc[0]))


def said(value: Any) -> str:
    """A value of a frame as text; null is none."""
    return "" if pd.isna(value) else str(value)


def _names(sent: Sent, column: str) -> dict[str, str | list[str] | None]:
    table = sent.table.table
    who = {"the_enterprise": _known(sent, "enterprise_id"), "the_country": _known(sent, "iso3")}
    return {"the_sent": f"sent.{table}", "the_table": table, "the_column": column, **who}


def _known(sent: Sent, column: str) -> str | None:
    there = column in sent.table.columns and column not in sent.missing
    return column if there else None


def _readings(db: Database, sent: Sent) -> dict[str, dict[str, Found]]:
    """What each odd text of each column is read as, with how often and where first it stands."""
    asked, readers = {}, {}
    for name, column in sent.table.columns.items():
        if name in sent.missing:
            continue
        check, given, reader = _reader(column, as_text=name in sent.texts)
        if check:
            asked[name], readers[name] = Asked(check, given, _names(sent, name)), reader
    odd = db.together(asked, at_once=sent.at_once)
    found = {}
    for of, rows in odd.groupby("of"):
        name = str(of)
        points = readers[name] is readings.numbers and _has_points(db, sent, name)
        read = _apply(sent.table.columns[name], [str(v) for v in rows["given"]], points=points)
        where = {str(r.given): (int(r.total), int(r.row_no), said(r.part)) for r in rows.itertuples()}
        if read:
            found[name] = {text: (reading, *where[text]) for text, reading in read.items()}
    return found


def _reader(column: Column, *, as_text: bool) -> tuple[str, dict[str, Any], Any]:
    """The check that finds a column's odd texts, its parameters, and who reads them; none where there can be none."""
    if column.type == "text" and (column.values or column.code):
        listed = column.values or standards.codes(column.code or "")
        return "checks/cells/unlisted", {"listed": listed}, readings.listed
    if not as_text or column.type == "text":
        return "", {}, None
    if column.type in ("integer", "number"):
        return "checks/cells/odd_numbers", {"whole": column.type == "integer"}, readings.numbers
    if column.type == "date":
        return "checks/cells/odd_days", {}, readings.days
    return "checks/cells/odd_flags", {}, readings.flags


def _apply(column: Column, texts: list[str], *, points: bool) -> dict[str, Reading]:
    if column.code:
        return standards.readings(column.code, texts)
    if column.values:
        return readings.listed(texts, column.values)
    if column.type in ("integer", "number"):
        whole = column.type == "integer"
        return readings.numbers(texts, whole=whole, share=column.at_most == 1, points=points and not whole)
    return readings.days(texts) if column.type == "date" else readings.flags(texts)


def _has_points(db: Database, sent: Sent, name: str) -> bool:
    found = db.rows("checks/cells/has_points", the_sent=f"sent.{sent.table.table}", the_column=name)
    return bool(found["points"].iloc[0])


def _show(db: Database, sent: Sent, name: str, found: dict[str, Found], report: Report) -> None:
    """Keep the readings, and show what each value was read as."""
    table = sent.table.table
    rows = [(table, name, text, r.became, r.rule or None, r.expected) for text, (r, *_) in found.items()]
    db.add("readings", pa.Table.from_arrays([pa.array(c, pa.string()) for c in zip(*rows, strict=True)], schema=SCHEMA))
    read_as = [(text, *rest) for text, rest in found.items() if rest[0].became is not None]
    told = [
        Finding("read_as", table, row, name, shown(text), shown(reading.became), part)
        for text, reading, _, row, part in sorted(read_as, key=lambda r: -r[2])[:TOLD]
    ]
    report.extend(told, sum(total for _, _, total, _, _ in read_as))
