"""Reading what people type: numbers, days, yes and no, listed words. Decided for a column, never for a cell.

Each function takes the distinct odd texts of one column and gives for each what it is read as, or why no reading fits.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from babel import Locale

from impact.intake.sources import plain

_BLANKS = re.compile("[\\s\u00a0\u202f\u2009'’_]")
_TWO = re.compile(r"^\s*([\d.,\s]*\d)\s*\(\s*([\d.,]+)\s*%?\s*([A-Za-z]*)\s*\)\s*$")
_YES = {"yes", "y", "true", "1", "x", "oui", "vrai", "si", "sí", "verdadero", "да", "是", "نعم"}
_NO = {"no", "n", "false", "0", "non", "faux", "falso", "нет", "否", "لا"}
_NUMERIC_DAY = re.compile(r"^(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})$")
_YEAR_FIRST = re.compile(r"^(\d{4})[./\- ]?(\d{1,2})[./\- ]?(\d{1,2})$")
_NAMED_DAY = re.compile(
    r"^(\d{1,2})[ .\-/]*([^\W\d]+)\.?[ ,.\-/]*(\d{4})$|^([^\W\d]+)\.?[ .\-/]*(\d{1,2})(?:st|nd|rd|th)?[ ,.\-/]+(\d{4})$"
)


@dataclass(frozen=True)
class Reading:
    """What a text is read as (None: as nothing), and the rule that finds fault with it (empty: none does)."""

    became: str | None
    rule: str = ""
    expected: str = ""


def numbers(texts: Iterable[str], *, whole: bool, share: bool, points: bool = False) -> dict[str, Reading]:
    """Numbers with blanks, points or commas in them.

    `whole`: of an integer column. `share`: of one from 0 to 1. `points`: other cells have decimals after a point.
    """
    cleaned = {text: _clean(text) for text in texts}
    marks = {mark for mark in (_decimal_mark(c) for c in cleaned.values()) if mark} | ({"."} if points else set())
    found = {}
    for text, clean in cleaned.items():
        read = _number(text, clean, marks, whole=whole, share=share)
        if read is not None:
            found[text] = read
    return found


def days(texts: Iterable[str]) -> dict[str, Reading]:
    """Days in any usual form; an order of day and month that the column does not tell, or mixes, is refused."""
    given = {text: unicodedata.normalize("NFKC", text).strip() for text in texts}
    numeric = {text: tuple(map(int, m.groups())) for text, clean in given.items() if (m := _NUMERIC_DAY.match(clean))}
    day_first = any(a > 12 for a, _, _ in numeric.values())
    month_first = any(b > 12 for _, b, _ in numeric.values())
    found = {}
    for text, clean in given.items():
        if text not in numeric:
            day = _other_day(clean)
            found[text] = Reading(day.isoformat()) if day else Reading(None, "not_a_day")
        elif day_first and month_first:
            found[text] = Reading(None, "mixed_days")
        elif not day_first and not month_first:
            first, second, year = numeric[text]
            same = _day(year, first, second) if first == second else None
            found[text] = Reading(same.isoformat()) if same else Reading(None, "ambiguous_days")
        else:
            first, second, year = numeric[text]
            day = _day(year, second, first) if day_first else _day(year, first, second)
            found[text] = Reading(day.isoformat()) if day else Reading(None, "not_a_day")
    return found


def flags(texts: Iterable[str]) -> dict[str, Reading]:
    """Yes and no in the languages of the programme."""
    found = {}
    for text in texts:
        word = text.strip().casefold()
        yes, no = word in _YES, word in _NO
        found[text] = Reading("true" if yes else "false") if yes or no else Reading(None, "not_yes_or_no")
    return found


def listed(texts: Iterable[str], values: list[str]) -> dict[str, Reading]:
    """Words of a list, whatever the case and the blanks."""
    known = {plain(v): v for v in values}
    allowed = ", ".join(values)
    return {
        text: Reading(known[plain(text)]) if plain(text) in known else Reading(None, "not_in_the_list", allowed)
        for text in texts
    }


def _clean(text: str) -> str:
    """Digits of any script as ours, without the blanks and quotes that part thousands."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in text)
    digits = digits.replace("−", "-").replace("٫", ",").replace("٬", "'")
    return (
        _BLANKS.sub("", digits)
        if re.fullmatch(r"[\s\d.,+\-'’_%\u00a0\u202f\u2009]*", digits) and _grouped(digits)
        else digits.strip()
    )


def _grouped(digits: str) -> bool:
    """Do blanks and quotes part thousands, and not two numbers?"""
    body = re.sub(r"[.,]\d*\s*%?\s*$|%\s*$", "", digits).strip().lstrip("+-").strip()
    parts = [p for p in _BLANKS.split(body) if p != ""]
    return len(parts) < 2 or (len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:]))


def _decimal_mark(clean: str) -> str:
    """The mark that can only stand before decimals here; empty where that is not certain."""
    body = clean.lstrip("+-").rstrip("%")
    if "," in body and "." in body:
        return max(",.", key=body.rfind) if min(body.count(","), body.count(".")) == 1 else ""
    for mark in ",.":
        if body.count(mark) == 1 and not re.fullmatch(rf"[1-9]\d{{0,2}}\{mark}\d{{3}}", body):
            return mark
        if body.count(mark) > 1:
            return "." if mark == "," else ","
    return ""


def _number(  # noqa: PLR0911 - one way out for each way to write a number
    text: str, clean: str, marks: set[str], *, whole: bool, share: bool
) -> Reading | None:
    """The reading of one text; None where it stays as it is."""
    if two := _TWO.match(text):
        return _two_numbers(*two.groups())
    percent = clean.endswith("%")
    body = clean.rstrip("%")
    if not re.fullmatch(r"[+-]?\d*[\d.,]*\d[.,]?", body) or (percent and not share):
        return Reading(None, "not_a_number")
    mark = _decimal_mark(clean) or (next(iter(marks)) if len(marks) == 1 else "")
    if whole and not _decimal_mark(clean):
        mark = "," if "." in body else "."  # what parts thousands cannot part decimals
    if not mark and re.fullmatch(r"[+-]?\d+", body):
        mark = "."
    if not mark:
        if "," not in body and not marks:
            return None  # a plain number, and nothing speaks for another
        return Reading(None, "ambiguous_number", f"{re.sub('[.,]', '', body)} / {body.replace(',', '.')}")
    thousands = "," if mark == "." else "."
    parts = body.partition(mark)[0].lstrip("+-").split(thousands)
    if len(parts) > 1 and (len(parts[0]) > 3 or any(len(p) != 3 for p in parts[1:])):
        return Reading(None, "not_a_number")
    try:
        value = float(body.replace(thousands, "").replace(mark, "."))
    except ValueError:
        return Reading(None, "not_a_number")
    value = value / 100 if percent else value
    if whole and not value.is_integer():
        return Reading(None, "not_whole")
    said = str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return None if said == text.strip() else Reading(said)


def _two_numbers(first: str, second: str, word: str) -> Reading:
    """`35 (60%F)`: the parts, as they might be given."""
    whole = _BLANKS.sub("", first)
    if whole.isdigit() and word.lower() in ("f", "w") and second.isdigit():
        women = round(int(whole) * int(second) / 100)
        return Reading(None, "two_numbers", f"all {whole}, female {women}, male {int(whole) - women}")
    return Reading(None, "two_numbers", f"{first.strip()} | {second} {word}".strip())


def _other_day(clean: str) -> date | None:
    if m := _YEAR_FIRST.match(clean):
        return _day(*map(int, m.groups())) if not clean.isdigit() or len(clean) == 8 else None
    if m := _NAMED_DAY.match(clean):
        day, name, year = (m[1], m[2], m[3]) if m[1] else (m[5], m[4], m[6])
        month = _months().get(name.casefold())
        return _day(int(year), month, int(day)) if month else None
    if re.fullmatch(r"\d{5}(\.0+)?", clean) and 20_000 <= float(clean) <= 60_000:
        return date(1899, 12, 30) + timedelta(days=int(float(clean)))  # as spreadsheets count days
    return None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """The number of each month by its names in English, French and Spanish."""
    found = {}
    for language in ("en", "fr", "es"):
        for width in ("wide", "abbreviated"):
            for form in ("format", "stand-alone"):
                for number, name in Locale(language).months[form][width].items():
                    found[name.casefold().rstrip(".")] = number
    return found
