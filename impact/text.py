"""Words, numbers and days in the reader's language, through gettext and CLDR."""

import csv
import gettext
import math
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache
from io import BytesIO
from itertools import takewhile
from typing import Any

import yaml
from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.languages import get_official_languages
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent, parse_pattern

from impact.settings import LOCALES, REFERENCE

DOMAIN = "messages"
# What checks of an export say is translated into more languages than the dashboard: it goes to those who send exports.
CHECKS = "checks"
# So is what stands in files that are sent on.
FILES = "files"
Found = tuple[int, str, str, list[str]]  # a text as Babel takes it: line, function, text, comments
_language: ContextVar[str] = ContextVar("language", default="en")


@cache
def languages(domain: str = DOMAIN) -> list[str]:
    """Codes of languages with a catalogue (with `CHECKS` or `FILES`, also of those); English, the source, is one."""
    found = [p.parent.parent.name for name in {DOMAIN, domain} for p in LOCALES.glob(f"*/LC_MESSAGES/{name}.po")]
    return ["en", *sorted(set(found) - {"en"})]


def use(*wanted: str | None, domain: str = DOMAIN) -> str:
    """Make the first wanted language (a code, or a browser's locale such as `fr-CA`) that is here the reader's."""
    codes = [w.replace("_", "-").split("-")[0].lower() for w in wanted if w]
    chosen = next((code for code in codes if code in languages(domain)), "en")
    _language.set(chosen)
    return chosen


@contextmanager
def speaking(*wanted: str | None, domain: str = DOMAIN) -> Iterator[str]:
    """Use a language for a while, as `use` does, and give the reader's own back."""
    before = _language.get()
    try:
        yield use(*wanted, domain=domain)
    finally:
        _language.set(before)


def languages_of(iso3: str) -> list[str]:
    """A country's official languages by CLDR, the most used first; of a country that CLDR does not know, none."""
    territory = _territory(iso3)
    return list(get_official_languages(territory, de_facto=True)) if territory else []


def country(iso3: str, name: str) -> str:
    """A country's name in the reader's language: in English `name`, as the export has it.

    In other languages the United Nations' short one, else CLDR's, and `name` where neither is known.
    """
    if language() == "en":
        return name
    return _short_names(language()).get(iso3) or str(Locale.parse(_locale()).territories.get(_territory(iso3)) or name)


def region(code: str) -> str:
    """A region of the ILO in the reader's language; the code itself where there is no such region."""
    return {
        "africa": t("Africa"),
        "americas": t("Americas"),
        "arab-states": t("Arab States"),
        "asia-pacific": t("Asia and the Pacific"),
        "europe-central-asia": t("Europe and Central Asia"),
    }.get(code, code)


def alphabetical(name: str) -> str:
    """What names are sorted by, so that accents and capitals count for nothing: Égypte stands before Ghana."""
    return "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))


def _territory(iso3: str) -> str:
    return str((get_global("territory_aliases").get(iso3) or [""])[0])


@cache
def _short_names(code: str) -> dict[str, str]:
    """The United Nations' short names of countries, shortened where a chart needs it, in a language that has them."""
    with (REFERENCE / "countries.csv").open(encoding="utf-8", newline="") as file:
        return {row["iso3"]: row.get(f"name_{code}", "") for row in csv.DictReader(file)}


def language() -> str:
    """The code of the reader's language."""
    return _language.get()


def _locale() -> str:
    # British English writes 31 Aug 2024, as the programme does.
    return "en_GB" if language() == "en" else language()


def language_name(code: str) -> str:
    """A language's own name, for the language picker."""
    try:
        return (Locale.parse(code).get_display_name(code) or code).capitalize()
    except UnknownLocaleError:
        return code


@cache
def _translations(code: str) -> gettext.NullTranslations:
    found = gettext.NullTranslations()
    for name in (CHECKS, FILES, DOMAIN):
        path = LOCALES / code / "LC_MESSAGES" / f"{name}.po"
        if path.is_file():
            compiled = BytesIO()
            with path.open("rb") as file:
                write_mo(compiled, read_po(file, locale=code))
            compiled.seek(0)
            whole = gettext.GNUTranslations(compiled)
            whole.add_fallback(found)
            found = whole
    return found


def t(message: str, **values: Any) -> str:
    """Translate `message`, then fill its `{names}`."""
    text = _translations(language()).gettext(message) if message else ""
    return text.format(**values) if values else text


def tn(one: str, many: str, count: int, said: str = "", **values: Any) -> str:
    """Translate the form of a message that fits `count`, which fills `{count}`, or `said` in its place."""
    text = _translations(language()).ngettext(one, many, count)
    return text.format(count=said or number(count), **values)


def number(
    value: float | None, unit: str | None = None, *, signed: bool = False, significant: int | None = None
) -> str:
    """A number as the reader writes it; `percent` is given in percent (61.5), other units as they are.

    At most three significant digits below 1,000; whole numbers above. With `significant`, that many of them also of
    numbers far below one, such as 0.0214. None is an en dash.
    """
    if value is None or math.isnan(value):
        return "–"
    return _written(float(value), unit, signed, significant, _locale())


@lru_cache(maxsize=20_000)
def _written(value: float, unit: str | None, signed: bool, significant: int | None, locale: str) -> str:
    if significant is None:
        digits = 0 if abs(value) >= 100 or value.is_integer() else (1 if abs(value) >= 10 or unit == "percent" else 2)
    else:
        digits = max(0, min(9, significant - 1 - math.floor(math.log10(abs(value))))) if value else 0
    rounded = round(value, digits) or 0.0  # never minus zero
    if unit == "percent" and significant is None and 0 < value < 100:
        # Nearly none is not none, and nearly all is not all.
        rounded = {0.0: 0.1, 100.0: 99.9}.get(rounded, rounded)
    sign = "+" if signed and rounded > 0 else ""
    if unit == "percent":
        marks = "#" * max(digits, 1)
        pattern = Locale.parse(locale).percent_formats[None].pattern.replace("#,##0", f"#,##0.{marks}")
        return sign + format_percent(
            Decimal(str(rounded)) / 100, _pattern(pattern), locale=locale, decimal_quantization=False
        )
    pattern = "#,##0." + "#" * digits if digits else "#,##0"
    return sign + format_decimal(rounded, _pattern(pattern), locale=locale, decimal_quantization=True)


_pattern = cache(parse_pattern)


def compact(value: float | None, unit: str | None = None) -> str:
    """A number short enough for a tile: three significant digits at most from 100,000 on, else `number`."""
    if value is None or math.isnan(value) or unit == "percent" or abs(value) < 100_000:
        return number(value, unit)
    return format_compact_decimal(value, locale=_locale(), fraction_digits=2 if abs(value) >= 1_000_000 else 0)


def day(value: date, length: str = "medium") -> str:
    """A day as the reader writes it; `length` is one of CLDR's: short, medium, long, or a pattern."""
    return format_date(value, length, locale=_locale())


def listing(items: list[str]) -> str:
    """Items as a sentence lists them: `a, b and c`."""
    return format_list(items, locale=_locale()) if items else ""


def from_sql(fileobj: Any, _keywords: Any, _tags: Any, options: dict[str, str]) -> Iterator[Found]:
    """Babel extractor: what a question asks and what its rows are, from the header of its SQL file."""
    lines = iter(fileobj.read().decode("utf-8").splitlines())
    prose = [line.removeprefix("--").strip() for line in takewhile(lambda line: line.startswith("--"), lines)]
    said = [line for line in prose if not line.startswith(tuple(options["leave_out"].split()))]
    if len(said) >= 2:
        yield 1, "t", said[0], []
        yield 2, "t", " ".join(said[1:]), []


def from_yaml(fileobj: Any, _keywords: Any, _tags: Any, options: dict[str, str]) -> Iterator[Found]:
    """Babel extractor: the texts under the keys that `options["keys"]` names, of a YAML file, at any depth."""
    wanted = options["keys"].split()
    waiting = [yaml.safe_load(fileobj) or {}]
    while waiting:
        for key, value in waiting.pop(0).items():
            if isinstance(value, dict):
                waiting.append(value)
            elif key in wanted and isinstance(value, str):
                yield 1, "t", value, []
