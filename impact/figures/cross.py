"""Women's share by one group within another, as a table of shaded cells."""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import short_titles
from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import enough, no_interval, percent, rows_of, why_missing
from impact.figures.tokens import QUIET, WOMEN
from impact.text import number, t

ROOMY, LONGEST_ROW, MOST_LEVEL, SHORT = 4, 20, 7, 4
PALEST, DEEPEST = 0.06, 0.74


def women_cross(frame: pd.DataFrame) -> go.Figure:
    """One row for each group, one column for each group within which it is looked at, women's share in the cells.

    `frame`: code, name, position and within_code, within_name, within_position; value (percent or null); n int; status;
    small. Too few is `n =`, never a colour; where nobody attended the cell is empty. Rows and columns in which nobody
    attended are left out. A click gives the code of the row.
    """
    shown = frame[frame["status"] != "no_data"]
    rows = rows_of(shown)
    down = _places((row.position, row.name) for row in rows)
    across = _places((row.within_position, row.within_name) for row in rows)
    roomy = len(across) <= ROOMY
    cells = [_cell(row, across[row.within_name], down[row.name], roomy) for row in rows]
    short = short_titles(list(across)) if len(across) > ROOMY else {name: name for name in across}
    names = ["<br>".join(plain(line) for line in wrap(name, LONGEST_ROW)) for name in down]
    height = max(36 if roomy else 26, 13 * max([2 + name.count("<br>") for name in names] or [0]) - 7)
    longest = max([len(name) for name in short.values()] or [0])
    upright = len(across) > ROOMY and not (len(across) <= MOST_LEVEL and longest <= SHORT)
    top = 12 + (7 * longest if upright else 22)
    common = {"showgrid": False, "zeroline": False, "fixedrange": True}
    heads = [plain(short[name]) for name in across]
    figure = blank(
        _alt(shown),
        height * max(1, len(down)) + top + 6,
        empty=not cells,
        showlegend=False,
        margin={"l": 4, "r": 4, "t": top, "b": 4},
        yaxis={
            "range": [len(down) - 0.5, -0.5],
            "tickvals": list(down.values()),
            "ticktext": names,
            "tickfont": {"size": 11},
            **common,
        },
        xaxis={
            "side": "top",
            "range": [-0.5, len(across) - 0.5],
            "tickangle": -90 if upright else 0,
            "tickvals": list(across.values()),
            "ticktext": heads,
            **common,
        },
    )
    figure.add_bar(
        x=[c["x"] for c in cells],
        y=[0.92] * len(cells),
        base=[c["y"] - 0.46 for c in cells],
        width=0.96,
        marker={"color": [c["fill"] for c in cells], "line": {"color": [c["edge"] for c in cells], "width": 0.6}},
        customdata=[c["code"] for c in cells],
        hovertext=[c["hover"] for c in cells],
        hoverinfo="text",
    )
    figure.add_scatter(
        x=[c["x"] for c in cells],
        y=[c["y"] for c in cells],
        text=[c["text"] for c in cells],
        mode="text",
        textfont={"size": 12 if roomy else 10},
        hoverinfo="skip",
    )
    return figure


def _places(found: Iterable[tuple[int, str]]) -> dict[str, int]:
    """Each name's place, in the order of the positions."""
    return {name: place for place, (_, name) in enumerate(sorted(set(found)))}


def _cell(row: Any, x: int, y: int, roomy: bool) -> dict[str, Any]:
    known = pd.notna(row.value) and not row.small
    if known:
        said = f"<b>{percent(row.value)}</b>" if roomy else number(round(row.value))
        text = f"{said}<br>n {number(row.n)}" if roomy else said
    elif pd.notna(row.value):
        text = t("few: n {n}", n=number(row.n)) if roomy else t("few")
    else:
        text = why_missing(row.status) if roomy else "–"
    depth = PALEST + (DEEPEST - PALEST) * float(row.value) / 100 if known else 0.0
    return {
        "x": x,
        "y": y,
        "code": row.code,
        "text": text,
        "fill": shade(WOMEN, depth),
        "edge": WOMEN if known else QUIET,
        "hover": _hover(row),
    }


def _hover(row: Any) -> str:
    name = f"<b>{plain(row.name)}</b>, {plain(row.within_name)}"
    if pd.isna(row.value):
        return f"{name}<br>{why_missing(row.status)}"
    share = t("{share} women, n = {n}", share=number(row.value, "percent"), n=number(row.n))
    if row.small:
        return f"{name}<br>{share}<br>{t('too few to rely on')}"
    if pd.isna(row.low):
        return f"{name}<br>{share}<br>{no_interval()}"
    interval = f"{number(row.low, 'percent')}–{number(row.high, 'percent')}"
    return f"{name}<br>{share}<br>{t('95 % interval {interval}', interval=interval)}"


def _alt(shown: pd.DataFrame) -> str:
    known = enough(shown)
    if known.empty:
        return t("Women's share by one group within another: no cell with enough people.")
    values = known["value"].astype(float)
    low, high = known.loc[values.idxmin()], known.loc[values.idxmax()]
    return t(
        "Women's share in {count} cells with enough people: lowest {low} ({low_name}, {low_within}), highest {high} "
        "({high_name}, {high_within}).",
        count=number(len(known)),
        low=number(low["value"], "percent"),
        low_name=low["name"],
        low_within=low["within_name"],
        high=number(high["value"], "percent"),
        high_name=high["name"],
        high_within=high["within_name"],
    )
