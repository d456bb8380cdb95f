"""One arrow for each enterprise, from its baseline to its endline, sorted by the change."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.before_after import improved_word, worse_word
from impact.figures.kpi import kpi_factor, kpi_percent, kpi_value
from impact.figures.parts import blank, plain
from impact.figures.row_charts import key_lines
from impact.figures.tokens import BETTER, SAME, WORSE
from impact.text import number, t

# More arrows than this lie on one another on a telephone.
MOST_ARROWS = 120
OUTCOMES = (("improved", BETTER), ("same", SAME), ("worse", WORSE))
TALLEST, ARROW = 640, 14


def arrows_drawn(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that the chart draws: those with a change; of many, evenly spaced along their order, ends included."""
    known = frame[frame["change"].notna()]
    if len(known) <= MOST_ARROWS:
        return known
    step = (len(known) - 1) / (MOST_ARROWS - 1)
    return known.iloc[[round(place * step) for place in range(MOST_ARROWS)]]


def change_arrows(frame: pd.DataFrame) -> go.Figure:
    """An arrow for each enterprise, the largest change for the better on top; of many a sample, evenly spaced.

    `frame` of `enterprises/arrows`: name, baseline, endline, change, percent, outcome, other_season, late_baseline,
    zero_to_zero; type, unit, better, comparable, amount. Without one unit, arrows go from 0 to the change in percent.
    """
    drawn = arrows_drawn(frame).reset_index(drop=True)
    if drawn.empty:
        return blank(t("Nothing to draw."), 120, empty=True)
    first: Any = drawn.iloc[0]
    factor = kpi_factor(first["unit"], first["type"])
    start = drawn["baseline"] * factor if first["comparable"] else drawn["change"] * 0
    end = drawn["endline"] * factor if first["comparable"] else drawn["change"]
    words = {"improved": improved_word(first["better"]), "same": t("the same"), "worse": worse_word(first["better"])}
    counts = frame["outcome"].value_counts()
    entries = [("■", colour, f"{words[code]} ({number(counts.get(code, 0))})") for code, colour in OUTCOMES]
    legend, top = key_lines(entries)
    height = min(TALLEST, ARROW * len(drawn) + 60) + top
    figure = blank(_alt(frame, words, counts), height, showlegend=False, annotations=legend)
    places = pd.Series(range(len(drawn)), dtype=float)
    for code, colour in OUTCOMES:
        mine = drawn["outcome"] == code
        figure.add_traces(_traces(drawn[mine], (start[mine], end[mine], places[mine]), colour))
    edge = {"range": [len(drawn) - 0.3, -0.7], "visible": False, "fixedrange": True}
    axis: dict[str, Any] = {"range": _range(start, end), "fixedrange": True, "showgrid": True, "zeroline": True}
    if factor > 1 or not first["comparable"]:
        axis["ticksuffix"] = " %"
    return figure.update_layout(yaxis=edge, xaxis=axis, margin={"l": 12, "r": 12, "t": top, "b": 30})


def _traces(rows: pd.DataFrame, at: tuple["pd.Series[float]", ...], colour: str) -> list[dict[str, Any]]:
    start, end, places = at
    x: list[float | None] = []
    y: list[float | None] = []
    for first, last, place in zip(start, end, places, strict=True):
        x += [first, last, None]
        y += [place, place, None]
    heads = ["triangle-right" if last > first else "triangle-left" for first, last in zip(start, end, strict=True)]
    still = [first == last for first, last in zip(start, end, strict=True)]
    symbols = ["circle" if same else head for same, head in zip(still, heads, strict=True)]
    common = {"type": "scatter", "cliponaxis": True}
    return [
        {"mode": "lines", "x": x, "y": y, "line": {"color": colour, "width": 1.5}, "hoverinfo": "skip", **common},
        {
            "mode": "markers",
            "x": list(end),
            "y": list(places),
            "marker": {"color": colour, "size": 7, "symbol": symbols},
            "hovertext": [_hover(row) for row in rows.itertuples()],
            "hoverinfo": "text",
            **common,
        },
    ]


def _range(start: "pd.Series[float]", end: "pd.Series[float]") -> list[float]:
    """From the lowest to the highest, without the extremes of many."""
    ends = pd.concat([start, end])
    low, high = (float(ends.quantile(q)) for q in ((0.01, 0.99) if len(start) >= 50 else (0.0, 1.0)))
    room = 0.04 * (high - low) or 1.0
    return [low - room if low else -room / 2, high + room]


def _hover(row: Any) -> str:
    lines = [f"<b>{plain(row.name)}</b>"]
    if row.comparable:
        currency = "USD" if row.amount else ""
        ends = [kpi_value(value, row.unit, row.type, currency=currency) for value in (row.baseline, row.endline)]
        lines.append(f"{ends[0]} → {ends[1]}")
        lines.append(kpi_value(row.change, row.unit, row.type, signed=True, currency=currency))
    if pd.notna(row.percent):
        lines.append(t("{percent} of the baseline", percent=kpi_percent(row.percent)))
    flags = {
        t("measured in different seasons"): row.other_season,
        t("baseline after the workshop"): row.late_baseline,
        t("from zero to zero"): row.zero_to_zero,
    }
    return "<br>".join([*lines, *(said for said, told in flags.items() if told)])


def _alt(frame: pd.DataFrame, words: dict[str, str], counts: "pd.Series[int]") -> str:
    said = ", ".join(f"{number(counts.get(code, 0))} {words[code]}" for code, _ in OUTCOMES)
    return t(
        "An arrow for each enterprise from baseline to endline, sorted by the change. Of {n}: {list}.",
        n=number(len(frame)),
        list=said,
    )
