"""Values of a source as the export wants them, and reasons that every adapter shares. Nothing is guessed."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache

from impact.intake.adapters.report import Reason, Report, Row
from impact.settings import REFERENCE

NO_ID = Reason(
    "refused", "no id", "the row is left out", "without an id it cannot be told whether it is counted already"
)
NO_DAY = Reason(
    "refused", "not a day of the form YYYY-MM-DD", "the row is left out", "it needs its day, and a day is never guessed"
)
SAME_ROW = Reason("merged", "the same row again", "it is counted once", "one id is one thing")
REPEATED = Reason(
    "refused",
    "the id of an earlier row, with other values",
    "the row is left out, and the earlier one counts",
    "one id is one thing, and which of the rows is right is not known here",
)
NOT_ISO = Reason(
    "mended",
    "no ISO 3166 alpha-2 code",
    "exported without a country",
    "a country is never guessed from what is like it",
)
NOT_A_NUMBER = Reason("mended", "not a number", "exported as not recorded", "a number is never guessed")
NOT_MEASURED = Reason("noted", "nothing was measured", "exported without it", "an empty cell is not zero")
CONSENT = Reason(
    "noted",
    "nothing about consent to be compared with others",
    "exported as given on the first day of the data, a stand-in",
    "whoever published the data made them comparable, and no name is in them; nobody in them was asked here",
)
NOT_A_COUNT = Reason(
    "mended",
    "not a whole number",
    "exported as not recorded",
    "a count of people is a whole number, or it is not known",
)


def day(text: str) -> date | None:
    """The day, from exactly YYYY-MM-DD."""
    try:
        return date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else None
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """The whole number, from digits alone."""
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else None


def decimal(text: str) -> float | None:
    """The number, with a point as its decimal mark."""
    return float(text) if re.fullmatch(r"[+-]?\d{1,9}(\.\d+)?", text, re.ASCII) else None


def number(row: Row, column: str, report: Report) -> float | None:
    """The number in a column, 0 or above; an empty cell is told, and is no zero."""
    found = decimal(row[column])
    if found is None or found < 0:
        report.add(NOT_A_NUMBER if row[column] else NOT_MEASURED, row, column)
        return None
    return found


def count(row: Row, column: str, report: Report) -> int | None:
    """The whole number in a column; an empty cell is not recorded, and no zero."""
    found = whole(row[column])
    if found is None and row[column]:
        report.add(NOT_A_COUNT, row, column)
    return found


def country(row: Row, column: str, report: Report) -> str | None:
    """The alpha-3 code for the alpha-2 code in a column: exactly that, and `NA` is Namibia."""
    found = alpha3().get(row[column])
    if row[column] and not found:
        report.add(NOT_ISO, row, column)
    return found


@cache
def alpha3() -> dict[str, str]:
    """The alpha-3 code of each alpha-2 code."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso2"]: row["iso3"] for row in csv.DictReader(file)}


def once(rows: Iterable[Row], column: str, report: Report, key: Callable[[Row], object] | None = None) -> Iterator[Row]:
    """The rows whose id in `column` is there and was not there before; the others go to the report.

    `key` gives the whole id of a row where `column` is only a part of it.
    """
    seen: dict[object, Row] = {}
    for row in rows:
        earlier = seen.setdefault(key(row) if key else row[column], row)
        if not row[column]:
            report.add(NO_ID, row, column)
        elif earlier is row:
            yield row
        else:
            report.add(SAME_ROW if earlier.cells == row.cells else REPEATED, row, column)
