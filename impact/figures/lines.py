"""Lines of modules over the years: one row of bars for each, with the year in which one took another's place."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE, left, pixel_layout, tops, wrapped
from impact.figures.parts import blank, plain, shade, year_axis
from impact.figures.tokens import QUIET, module_colour
from impact.text import listing, number, t

BARS, GAP, LABEL, AXIS = 26, 10, 13, 24


def module_lines(frame: pd.DataFrame) -> go.Figure:
    """One row of bars for each line of modules, every row on a scale of its own, with the number above each bar.

    `frame` of `training/module_years`: line, title, modules (codes, parted by commas), replaces (title or null); year;
    trained (enterprises); line_trained (in all years, each enterprise once); changed_first, changed_last (years in
    which a module took another's place in the countries in view, or null); complete; `attrs["as_of"]`. Lines that
    nobody took are left out. A click gives the line's codes.
    """
    taken = frame[frame["line_trained"] > 0]
    taken.attrs = frame.attrs
    heads = {row.line: row for row in taken.drop_duplicates("line").itertuples()}
    titles = {line: _title(row) for line, row in heads.items()}
    above = {line: LINE * (1 + title.count("<br>")) + LABEL + 2 for line, title in titles.items()}
    starts = dict(zip(titles, (AXIS + start for start in tops([a + BARS + GAP for a in above.values()])), strict=True))
    floors = {line: start + above[line] + BARS for line, start in starts.items()}
    place = {"visible": True, "anchor": "free", "position": 1, "side": "bottom", "ticklabeloverflow": "allow"}
    axis = {**year_axis(taken), **place} if heads else {}
    figure = blank(
        _alt(taken),
        empty=taken.empty,
        showlegend=False,
        barmode="overlay",
        bargap=0.15,
        annotations=[left(title, starts[line]) for line, title in titles.items()],
        shapes=[_break(row, floors[line]) for line, row in heads.items() if pd.notna(row.changed_first)],
        # The last year's remark is wider than its bar.
        **pixel_layout(max(floors.values(), default=0) + GAP, axis, right=18),
    )
    if heads:
        figure.add_bar(**_bars(taken, floors, {line: plain(t(row.title)) for line, row in heads.items()}))
    return figure


def _title(row: Any) -> str:
    title = wrapped(t(str(row.title)))
    if pd.isna(row.changed_first):
        return f"<b>{title}</b>"
    first, last = int(row.changed_first), int(row.changed_last)
    when = str(first) if first == last else f"{first}–{last}"
    if pd.isna(row.replaces):
        return f"<b>{title}</b><br>{t('replaced in {years}', years=when)}"
    return f"<b>{title}</b><br>{wrapped(t('in the place of {title}, {years}', title=t(row.replaces), years=when))}"


def _bars(taken: pd.DataFrame, floors: dict[str, float], titles: dict[str, str]) -> dict[str, Any]:
    """All rows in one trace: a bar for each line and year, from its row's floor up."""
    most = taken.groupby("line")["trained"].transform("max").clip(lower=1)
    colours = [module_colour(line) for line in taken["line"]]
    fills = [c if w else shade(c, 0.3) for c, w in zip(colours, taken["complete"].astype(bool), strict=True)]
    return {
        "x": taken["year"],
        "y": -BARS * taken["trained"].astype(float) / most,
        "base": [floors[line] for line in taken["line"]],
        "marker": {
            "color": fills,
            "line": {"color": colours, "width": [1 if n else 0 for n in taken["trained"]]},
        },
        "customdata": taken["modules"],
        "text": [number(n) if n else "" for n in taken["trained"]],
        "textposition": "outside",
        "textangle": 0,
        "textfont": {"size": 10},
        "constraintext": "none",
        "hovertext": [_hover(row, titles[row.line]) for row in taken.itertuples()],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _hover(row: Any, title: str) -> str:
    lines = [f"<b>{title}</b>", t("{year}: {count} enterprises trained", year=row.year, count=number(row.trained))]
    if row.countries_changed:
        lines.append(t("replaced in {count} countries this year", count=number(row.countries_changed)))
    if not row.complete:
        lines.append(t("year not complete"))
    return "<br>".join(lines)


def _break(row: Any, floor: float) -> dict[str, Any]:
    first, last = float(row.changed_first) - 0.5, float(row.changed_last) - 0.5
    shape = {"y0": floor - BARS - LABEL, "y1": floor, "x0": first, "x1": last, "layer": "below"}
    if first == last:
        return {**shape, "type": "line", "line": {"color": QUIET, "width": 1.5, "dash": "dot"}}
    return {**shape, "type": "rect", "fillcolor": shade(QUIET, 0.2), "line": {"width": 0}}


def _alt(taken: pd.DataFrame) -> str:
    if taken.empty:
        return t("Enterprises trained by module and year: no values.")
    last = taken[taken["year"] == taken["year"].max()]
    most: Any = last.loc[last["trained"].idxmax()]
    said = t(
        "Enterprises trained by module, {first} to {last}: in {last} most in {title}, {count}.",
        first=int(taken["year"].min()),
        last=int(taken["year"].max()),
        title=t(str(most["title"])),
        count=number(most["trained"]),
    )
    changed = [t(str(title)) for title in taken.dropna(subset=["changed_first"])["title"].unique()]
    if not changed:
        return said
    return f"{said} {t('Marked where one module took the place of another: {names}.', names=listing(changed))}"
