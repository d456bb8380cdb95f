"""Codes of standards: countries (also by their names in six languages), currencies, activities."""

import csv
import re
import unicodedata
from functools import cache

from babel.numbers import list_currencies

from impact.intake.readings import Reading
from impact.settings import REFERENCE

LANGUAGES = ("en", "fr", "es", "ru", "zh", "ar")


def codes(standard: str) -> list[str]:
    """All codes of `country`, `currency` or `activity`."""
    if standard == "country":
        return sorted(row["iso3"] for row in _read("countries"))
    if standard == "activity":
        return sorted(row["division"] for row in _read("isic_divisions"))
    return sorted(set(list_currencies()) | {row["currency"] for row in _read("exchange_rates")})


def readings(standard: str, texts: list[str]) -> dict[str, Reading]:
    """What each text that is no code is read as."""
    return {text: {"country": _country, "currency": _currency, "activity": _activity}[standard](text) for text in texts}


def _country(text: str) -> Reading:
    """By code, by name in any of the languages, or by the pattern that finds one country alone in it."""
    given = text.strip()
    if given.upper() in _by_code():
        return Reading(_by_code()[given.upper()])
    if exact := _by_name().get(_fold(given)):
        return Reading(exact)
    found = {iso3 for iso3, pattern in _patterns() if pattern.search(_fold(given))}
    known = len(found) == 1 and 3 < len(given) < 60
    return Reading(found.pop()) if known else Reading(None, "unknown_country", ", ".join(sorted(found)[:5]))


def _currency(text: str) -> Reading:
    code = text.strip().upper()
    return Reading(code) if code in codes("currency") else Reading(None, "unknown_currency")


def _activity(text: str) -> Reading:
    """A division without its first zero, or a group or class of it."""
    digits = re.fullmatch(r"[A-U]?(\d{1,4})(\.0)?", text.strip())
    division = digits[1].zfill(2)[:2] if digits else ""
    return Reading(division) if division in codes("activity") else Reading(None, "unknown_activity")


def _fold(text: str) -> str:
    """A name without case, accents and blanks that differ."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^\w\s]", " ", bare).split())


@cache
def _by_code() -> dict[str, str]:
    """Alpha-3, alpha-2 and numeric codes; `NA` is Namibia."""
    found: dict[str, str] = {}
    for row in _read("countries"):
        found |= {row["iso3"]: row["iso3"], row["iso2"]: row["iso3"], row["m49"]: row["iso3"]}
    return found


@cache
def _by_name() -> dict[str, str]:
    """Every name that is one country's alone."""
    found: dict[str, str] = {}
    lost = set()
    known = {row["iso3"] for row in _read("countries")}
    rows = [(row["iso3"], row[f"name_{code}"]) for row in _read("country_patterns") for code in LANGUAGES]
    rows += [(row["iso3"], row[name]) for row in _read("countries") for name in ("name", "name_fr", "name_es")]
    for iso3, name in rows:
        folded = _fold(name)
        if iso3 in known and folded and found.setdefault(folded, iso3) != iso3:
            lost.add(folded)
    return {name: iso3 for name, iso3 in found.items() if name not in lost}


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    known = {row["iso3"] for row in _read("countries")}
    rows = [row for row in _read("country_patterns") if row["pattern"] and row["iso3"] in known]
    return [(row["iso3"], re.compile(row["pattern"], re.IGNORECASE)) for row in rows]


@cache
def _read(name: str) -> list[dict[str, str]]:
    with (REFERENCE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
