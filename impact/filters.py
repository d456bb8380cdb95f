"""The shared filters: what a reader may restrict, how it stands in a link, and what it means to a question."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from typing import Any

NAMES = ("period", "country", "donor", "project", "module", "sector", "size", "women_led")
SIZES = ("micro", "small", "medium", "large", "unknown")
YES_NO = ("yes", "no")
MOST_VALUES = 60


@dataclass(frozen=True)
class Filters:
    """The reader's choice; an empty field restricts nothing.

    `period` is the first and last calendar year; `country` holds ISO3 codes and region codes.
    """

    period: tuple[int, int] | None = None
    country: tuple[str, ...] = ()
    donor: tuple[str, ...] = ()
    project: tuple[str, ...] = ()
    module: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    women_led: str | None = None

    def set_names(self) -> list[str]:
        """The names of the filters that restrict something."""
        return [f.name for f in fields(self) if getattr(self, f.name) not in (None, ())]

    def link(self) -> dict[str, str]:
        """The filters as they stand in a link: defaults are left out, values are parted by commas."""
        said = {name: getattr(self, name) for name in self.set_names()}
        if self.period:
            first, last = self.period
            said["period"] = str(first) if first == last else f"{first}-{last}"
        return {name: value if isinstance(value, str) else ",".join(value) for name, value in said.items()}

    def parameters(self, as_of: date) -> dict[str, Any]:
        """The parameters that a question may name: lists, and the days of the periods (see `windows`)."""
        lists = {
            name: list(getattr(self, name)) for name in ("country", "donor", "project", "module", "sector", "size")
        }
        led = None if self.women_led is None else self.women_led == "yes"
        return {**lists, "women_led": led, **windows(self.period, as_of)}


@dataclass(frozen=True)
class Parsed:
    """Filters read from a link or a command line, and what had to be ignored, as (filter, value)."""

    filters: Filters
    ignored: list[tuple[str, str]] = field(default_factory=list)


def windows(period: tuple[int, int] | None, as_of: date) -> dict[str, date | None]:
    """The first day of each period, and the day after its last one.

    The latest period is the period in view; without one, the last whole calendar year. The previous period is as
    long, and lies directly before. Nothing reaches beyond the as-of date.
    """
    end = as_of + timedelta(days=1)
    last_whole = as_of.year if (as_of.month, as_of.day) == (12, 31) else as_of.year - 1
    first, last = period or (last_whole, last_whole)
    length = last - first + 1
    latest_end = min(date(last + 1, 1, 1), end)
    previous_end = _years_before(latest_end, length)
    before = latest_end if period else end
    return {
        "from_on": date(first, 1, 1) if period else None,
        "before_on": before,
        "recent_from_on": _years_before(before, 1),
        "latest_from_on": date(first, 1, 1),
        "latest_before_on": latest_end,
        "latest_recent_from_on": _years_before(latest_end, 1),
        "previous_from_on": date(first - length, 1, 1),
        "previous_before_on": previous_end,
        "previous_recent_from_on": _years_before(previous_end, 1),
    }


def parse(given: Mapping[str, str | Iterable[str]], known: Mapping[str, Iterable[str]]) -> Parsed:
    """Read filters from untrusted text; `known` lists the codes that each filter may take."""
    chosen: dict[str, Any] = {}
    ignored: list[tuple[str, str]] = []
    for name in NAMES:
        values = _values(given.get(name, ()))
        if name == "period":
            period = _period(values)
            chosen["period"] = period
            ignored += [(name, v) for v in values if period is None]
            continue
        allowed = _allowed(name, known)
        kept = [v for v in dict.fromkeys(values) if v in allowed]
        ignored += [(name, v) for v in values if v not in allowed]
        chosen[name] = (kept[0] if kept else None) if name == "women_led" else tuple(kept)
    return Parsed(Filters(**chosen), ignored)


def without(filters: Filters, name: str) -> Filters:
    """The filters with one of them cleared."""
    return replace(filters, **{name: getattr(Filters(), name)})


def _values(given: str | Iterable[str]) -> list[str]:
    texts = [given] if isinstance(given, str) else list(given)
    return [v.strip() for text in texts for v in str(text).split(",") if v.strip()][:MOST_VALUES]


def _allowed(name: str, known: Mapping[str, Iterable[str]]) -> set[str]:
    if name == "country":
        return {*known.get("country", ()), *known.get("region", ())}
    return {"size": set(SIZES), "women_led": set(YES_NO)}.get(name) or set(known.get(name, ()))


def _period(values: list[str]) -> tuple[int, int] | None:
    match = re.fullmatch(r"((?:19|20)\d\d)(?:-((?:19|20)\d\d))?", values[0], re.ASCII) if len(values) == 1 else None
    if match is None:
        return None
    first, last = int(match[1]), int(match[2] or match[1])
    return (first, last) if first <= last else None


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)
