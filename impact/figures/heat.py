"""Completion by country and module, as a heat map."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import short_titles
from impact.figures.parts import blank, plain, shade
from impact.figures.tokens import MAIN, QUIET
from impact.text import number, t

# From which percentage on, and how solid: fixed, so that colours mean the same under every filter.
CLASSES = ((0, 0.12), (50, 0.3), (65, 0.5), (80, 0.75), (90, 1.0))
DARK_FROM = 0.75  # from here on white text is read better than the page's own
ROW, LONGEST_NAME, LOW = 24, 16, 65


def completion_heat(frame: pd.DataFrame) -> go.Figure:
    """Countries down, modules across, in each cell the percentage completed of the engagements that ended.

    `frame` of `training/module_completion`: iso3, country; module, title, position; rate (percent or null), completed,
    ended, engagements; status (shown, not_computable, no_data); small; mostly_open; and the country's own country_rate,
    country_completed, country_ended, country_small. Too few is n in brackets, never a colour; no engagement is an empty
    cell; where fewer than half have ended stands a star. A click gives the country.
    """
    taken = frame[frame["engagements"].groupby(frame["module"]).transform("sum") > 0]
    columns = taken.drop_duplicates("module").sort_values("position")
    places = taken.drop_duplicates("iso3")
    across = {module: place + 1 for place, module in enumerate(columns["module"])}
    down = {iso3: place for place, iso3 in enumerate(places["iso3"])}
    cells = _cells(taken, places, across, down)
    short = short_titles(list(columns["title"]))
    axis = {"showgrid": False, "zeroline": False, "fixedrange": True, "tickfont": {"size": 11}}
    names = [plain(_shortened(name)) for name in places["country"]]
    titles = [f"<b>{t('All')}</b>", *(plain(short[title]) for title in columns["title"])]
    wide = {"tickvals": [0, *across.values()], "ticktext": titles, "range": [-0.5, len(across) + 0.5]}
    figure = blank(
        _alt(taken),
        150 + ROW * max(1, len(down)),
        empty=not cells,
        barmode="overlay",
        xaxis={**axis, **wide, "side": "top", "tickangle": -90},
        yaxis={**axis, "tickvals": list(down.values()), "ticktext": names, "range": [len(down) - 0.5, -0.5]},
        legend={"y": 0, "yanchor": "top", "x": 0, "traceorder": "normal", "font": {"size": 12}},
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
    )
    for place, (floor, alpha) in enumerate(CLASSES):
        above = CLASSES[place + 1][0] if place + 1 < len(CLASSES) else None
        name = _class_name(floor, above)
        _bars(figure, [c for c in cells if c["class"] == place], name, {"color": shade(MAIN, alpha)}, MAIN)
    _bars(figure, [c for c in cells if c["class"] is None], t("(n): too few"), {"color": "rgba(0,0,0,0)"}, QUIET)
    for on_dark in (False, True):
        _texts(figure, [c for c in cells if _is_dark(c) == on_dark], on_dark)
    return figure


def _cells(
    taken: pd.DataFrame, places: pd.DataFrame, across: dict[str, int], down: dict[str, int]
) -> list[dict[str, Any]]:
    """Every cell that says something: where it is, its class and text, and what it says under the pointer."""
    columns = ["ended", "completed", "engagements", "country_ended", "country_completed"]
    # Writing a number in the reader's language takes longer than all the rest, and most of these are small and alike.
    told = {n: number(n) for n in pd.unique(taken[columns].to_numpy().ravel())}
    cells = []
    for row in taken[taken["status"] != "no_data"].itertuples():
        said = _hover(row.rate, row.completed, row.ended, row.small, told)
        if row.engagements > row.ended:
            said += f"<br>{t('{count} more are still open', count=number(row.engagements - row.ended))}"
        head = f"<b>{plain(row.country)}</b>, {plain(t(row.title))}<br>"
        shown = _value(row.rate, row.small, told[row.ended])
        if row.mostly_open and shown["class"] is not None:
            shown["text"] += "*"
        where = {"x": across[row.module], "y": down[row.iso3], "iso3": row.iso3}
        cells.append({**where, **shown, "hover": head + said})
    for row in places.itertuples():
        said = _hover(row.country_rate, row.country_completed, row.country_ended, row.country_small, told)
        head = f"<b>{plain(row.country)}</b>, {t('all modules')}<br>"
        shown = _value(row.country_rate, row.country_small, told[row.country_ended])
        cells.append({"x": 0, "y": down[row.iso3], "iso3": row.iso3, **shown, "hover": head + said})
    return cells


def _value(rate: float, small: bool, ended: str) -> dict[str, Any]:
    if small or pd.isna(rate):
        return {"class": None, "text": f"({ended})"}
    place = max(n for n, (floor, _) in enumerate(CLASSES) if rate >= floor)
    # Nearly none is not none, and nearly all is not all.
    whole = rate if rate in (0, 100) else min(max(round(rate), 1), 99)
    return {"class": place, "text": number(whole)}


def _hover(rate: float, completed: int, ended: int, small: bool, told: dict[int, str]) -> str:
    if not ended:
        return t("none has ended yet")
    counts = {"completed": told[completed], "ended": told[ended]}
    if small:
        return t("{completed} of {ended} completed: n = {ended}, too few", **counts)
    return t("{share}: {completed} of {ended} completed", share=number(rate, "percent"), **counts)


def _is_dark(cell: dict[str, Any]) -> bool:
    return cell["class"] is not None and CLASSES[cell["class"]][1] >= DARK_FROM


def _bars(figure: go.Figure, cells: list[dict[str, Any]], name: str, look: dict[str, Any], outline: str) -> None:
    if not cells:
        return
    figure.add_bar(
        x=[c["x"] for c in cells],
        y=[0.86] * len(cells),
        base=[c["y"] - 0.43 for c in cells],
        width=0.92,
        name=name,
        marker={**look, "line": {"color": outline, "width": 0.5}},
        customdata=[c["iso3"] for c in cells],
        hovertext=[c["hover"] for c in cells],
        hoverinfo="text",
    )


def _texts(figure: go.Figure, cells: list[dict[str, Any]], on_dark: bool) -> None:
    if not cells:
        return
    figure.add_scatter(
        x=[c["x"] for c in cells],
        y=[c["y"] for c in cells],
        text=[c["text"] for c in cells],
        mode="text",
        textfont={"size": 10, **({"color": "#FFFFFF"} if on_dark else {})},
        hoverinfo="skip",
        showlegend=False,
    )


def _class_name(floor: int, above: int | None) -> str:
    if above is None:
        return t("{share} and more", share=number(floor, "percent"))
    return (
        t("under {share}", share=number(above, "percent")) if floor == 0 else f"{floor}–{number(above - 1, 'percent')}"
    )


def _shortened(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"


def completion_finding(frame: pd.DataFrame) -> str:
    """How many of the engagements that ended were completed, and in how few places one can say more."""
    places = frame.drop_duplicates("iso3")
    ended, completed = int(places["country_ended"].sum()), int(places["country_completed"].sum())
    if not ended:
        return t("No engagement has ended here")
    known = frame[(frame["status"] == "shown") & ~frame["small"].astype(bool)]
    if known.empty:
        return t(
            "{completed} of {ended} engagements that ended were completed",
            completed=number(completed),
            ended=number(ended),
        )
    return t(
        "{share} of {ended} engagements that ended were completed; {low} of {cells} cells with enough lie under {mark}",
        share=number(100 * completed / ended, "percent"),
        ended=number(ended),
        low=number(int((known["rate"].astype(float) < LOW).sum())),
        cells=number(len(known)),
        mark=number(LOW, "percent"),
    )


def _alt(taken: pd.DataFrame) -> str:
    if taken.empty:
        return t("Completion by country and module: no values.")
    few = int((taken["small"].astype(bool) & (taken["status"] != "no_data")).sum())
    return t(
        "Completion by country and module, {countries} countries: {cells} cells with enough that ended, {few} without.",
        countries=number(taken["iso3"].nunique()),
        cells=number(int((~taken["small"].astype(bool) & (taken["status"] == "shown")).sum())),
        few=number(few),
    )
