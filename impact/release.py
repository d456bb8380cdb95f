"""Where the rows of an answer lie on the lattice, and what else was decided about their release."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import pandas as pd

from impact.breakdowns import Standing
from impact.catalogue import indicators
from impact.filters import Filters, windows
from impact.lattice import ALL_PROJECTS, ALL_YEARS, PROGRAMME, Told
from impact.questions import Measure, Question


@dataclass(frozen=True)
class Release:
    """What else decides what may be shown: filters, the as-of day, the cells that stay hidden, and those that stay.

    A cell is an indicator, a place (country, region or PROGRAMME), a time (year or ALL_YEARS) and a project or
    ALL_PROJECTS. Of those `carried` on from the snapshot before is told what was told then. `own` are a donor's
    projects, `many` the places, with a project, where results of some kind rest on enough; `standing` is what was
    decided of the measures of a breakdown, by their places.
    """

    filters: Filters = Filters()  # noqa: RUF009 - frozen
    as_of: date = date.min
    hidden: Collection[Told] = frozenset()
    carried: Mapping[Told, Mapping[str, object]] = field(default_factory=dict)
    own: tuple[str, ...] = ()
    many: Collection[tuple[str, str]] = frozenset()
    standing: Mapping[int, Standing] = field(default_factory=dict)


def narrowed(question: Question, release: Release) -> bool:
    """Is less asked for than the whole programme?"""
    return bool(set(release.filters.set_names()) & set(question.filters))


def cells_of(measure: Measure, frame: pd.DataFrame, question: Question, release: Release) -> list[Told | None]:
    """The cell of the lattice that each row tells of, in one of its measures; None for what is no cell."""
    if question.cells == "outside":
        return [None] * len(frame)
    chosen = release.filters
    narrow = set(chosen.set_names()) & set(question.filters) - {"period", "country"}
    # A row of countries is one of them, however many are chosen; of projects it is one of the donor's own, or all.
    one_place = question.cells == "country" or len(chosen.country) <= 1
    one_year = chosen.period is None or chosen.period[0] == chosen.period[1]
    mine = not narrow or (narrow == {"project"} and len(chosen.project) == 1 and chosen.project[0] in release.own)
    if not (one_place and one_year and mine):
        return [None] * len(frame)
    place = chosen.country[0] if chosen.country else PROGRAMME
    project = chosen.project[0] if chosen.project else ALL_PROJECTS
    places = frame["iso3"] if "iso3" in frame else [place] * len(frame)
    times = frame["year"] if "year" in frame else [_time(measure, release)] * len(frame)
    found: list[Told | None] = []
    for code, where, when in zip(frame["indicator"], places, times, strict=True):
        # What is not told of projects apart is the same with a project chosen.
        honours = code in indicators() and "project" in indicators()[code].filters
        of = project if honours else ALL_PROJECTS
        # Of one project there are its countries and its years; no region, and no country in one year.
        of_one = where == PROGRAMME or (when == ALL_YEARS and str(where).isupper())
        is_cell = when is not None and (of == ALL_PROJECTS or of_one)
        found.append((code, where, when, of) if is_cell else None)
    return found


def _time(measure: Measure, release: Release) -> object:
    """The year that a column speaks of, ALL_YEARS, or None for a part of a year, which is no cell of the lattice."""
    part = measure.columns[0]
    period = release.filters.period
    if part not in ("latest", "previous"):
        return period[0] if period else ALL_YEARS
    days = windows(period, release.as_of)
    first, before = days[f"{part}_from_on"], days[f"{part}_before_on"]
    if first is None or before is None:
        return None
    whole = before in (date(first.year + 1, 1, 1), release.as_of + timedelta(days=1))
    return first.year if whole and before.year - first.year <= 1 else None
