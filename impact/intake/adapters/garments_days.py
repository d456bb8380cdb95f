"""The days of the garment teams' file: one order for the whole column, or none. Never cell by cell."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from impact.intake.adapters import garments_reasons as why
from impact.intake.adapters.report import Report, Row
from impact.intake.adapters.source import SourceError

SLASHES, DASHES, ISO = "month/day/year", "with dashes, year last,", "YYYY-MM-DD"
FORMS = {
    SLASHES: re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII),
    DASHES: re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII),
    ISO: re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII),
}
MEND = "Write every day as YYYY-MM-DD, or fetch the file again."
MOST_RANGES = 30


def day_column(path: str, rows: Sequence[Row], known: Iterable[str], report: Report) -> str:
    """The column of days: `date`, or else the only unknown one that holds nothing but days."""
    if not rows:
        raise SourceError(f"{path}: no row has a cell for each column. Fetch it again.")
    if "date" in rows[0].cells:
        return "date"
    others = [name for name in rows[0].cells if name not in set(known)]
    found = [name for name in others if all(_form(row[name]) for row in rows)]
    if len(found) != 1:
        raise SourceError(f"{path}: column 'date' is missing. Give the column of days that name.")
    report.add(why.HEADER, Row(rows[0].file, 1, {found[0]: found[0]}), found[0])
    return found[0]


def days(path: str, rows: Sequence[Row], column: str, report: Report) -> dict[int, date]:
    """The day of each row, by the row's number; a column in two orders, or in one that is not known, is refused."""
    read = _in_one_order(path, rows, column)
    good = {row.number: day for row in rows if (day := read.get(row.number)) and _agrees(row, day)}
    turned = [row for row in rows if row.number not in good and _is_turned(row, row[column], good)]
    if turned:
        raise SourceError(
            f"{path}: column '{column}' holds two orders of day and month. With the month first, as elsewhere in it, "
            f"{_rows(turned)} would contradict the weekday there, and with the day first agree. {MEND}"
        )
    plain = any(_is_short(row[column]) for row in rows)
    for row in rows:
        if row.number not in good:
            report.add(why.NOT_ITS_DAY if row.number in read else why.NO_DAY, row, column)
        elif plain and re.match(r"0|\d+/0", row[column]):
            report.add(why.PADDED, row, column)
    return good


def _in_one_order(path: str, rows: Sequence[Row], column: str) -> dict[int, date]:
    """Every cell that is a day in the order of the column, by the row's number."""
    forms: dict[str, list[Row]] = {}
    for row in rows:
        if form := _form(row[column]):
            forms.setdefault(form, []).append(row)
    if len(forms) > 1:
        told = "; ".join(f"{form} in {_rows(found)}" for form, found in forms.items())
        raise SourceError(
            f"{path}: column '{column}' holds days in two orders: {told}. Which is meant is not known. {MEND}"
        )
    if DASHES in forms:
        told = _rows(forms[DASHES])
        raise SourceError(f"{path}: column '{column}': {told} do not say whether day or month is first. {MEND}")
    form = next(iter(forms), ISO)
    order = (0, 1, 2) if form == ISO else (2, 0, 1)
    found = {row.number: _day(row[column], form, order) for row in rows}
    return {number: day for number, day in found.items() if day}


def _form(text: str) -> str | None:
    return next((form for form, pattern in FORMS.items() if pattern.fullmatch(text)), None)


def _day(text: str, form: str, order: tuple[int, int, int]) -> date | None:
    """The day, with year, month and day at these places of the text."""
    match = FORMS[form].fullmatch(text)
    try:
        return date(*(int(match.groups()[place]) for place in order)) if match else None
    except ValueError:
        return None


def _agrees(row: Row, day: date) -> bool:
    """Is it the row's weekday, and in its part of the month? What the row does not say contradicts nothing."""
    weekday = row["day"].lower() in ("", day.strftime("%A").lower())
    return weekday and row["quarter"].lower() in ("", f"quarter{(day.day - 1) // 7 + 1}")


def _is_turned(row: Row, text: str, good: dict[int, date]) -> bool:
    """Would it be the row's day with day and month exchanged, among the days of the other rows?"""
    day = _day(text, SLASHES, (2, 1, 0))
    return bool(day and good and min(good.values()) <= day <= max(good.values()) and _agrees(row, day))


def _is_short(text: str) -> bool:
    return bool(re.match(r"[1-9]/|\d+/[1-9]/", text))


def _rows(rows: Sequence[Row]) -> str:
    """Numbers of rows in words, neighbours as a range: rows 2-4, 9."""
    ranges: list[list[int]] = []
    for row in rows:
        if ranges and row.number == ranges[-1][1] + 1:
            ranges[-1][1] = row.number
        else:
            ranges.append([row.number, row.number])
    shown = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in ranges[:MOST_RANGES])
    rest = sum(b - a + 1 for a, b in ranges[MOST_RANGES:])
    word = "row" if len(rows) == 1 else "rows"
    return f"{word} {shown}{f' and {rest:,} more' if rest else ''}"
