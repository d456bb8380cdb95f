"""Before and after: shares improved by group with interval and bounds, and what became of everybody expected."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_percent
from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import dot, nothing, percent, place_rows, points, rows_of, spans, why_missing
from impact.figures.tokens import BETTER, MAIN, QUIET, SAME, UNKNOWN, WORSE
from impact.text import number, t

BAND, WHISKER, UNSURE = 0.22, 0.75, 0.22
MOST_TOLD = 12


def improved_word(better: str) -> str:
    """What a change in the counted direction is called; where neither way is better it only rose."""
    return t("rose") if better == "neither" else t("improved")


def worse_word(better: str) -> str:
    """What a change in the other direction is called."""
    return t("fell") if better == "neither" else t("worse")


def improved_shares(frame: pd.DataFrame, *, rank: bool = False) -> go.Figure:
    """The share improved in each group: a dot, its 95 % interval as a line, as a pale band what others leave open.

    `frame`: code; name as shown; value, low, high, worst, best (percent or null); n, expected int; better; status;
    small; and percent (the median change) where it is told. With `rank` the highest stands first. Too few is an open
    dot. A click gives the code.
    """
    rows = rows_of(frame, rank=rank)
    layout, middles = place_rows([row.name for row in rows], [_note(row) for row in rows])
    figure = blank(_alt(rows), empty=nothing(frame), showlegend=False, **layout)
    colours = [QUIET if row.better == "neither" else MAIN for row in rows]
    dots = points([row.value for row in rows], rows, middles, dot(colours, [row.small for row in rows]), _hover)
    band = spans([r.worst for r in rows], [r.best for r in rows], middles, {"color": shade(MAIN, BAND), "width": 11})
    line = spans([r.low for r in rows], [r.high for r in rows], middles, {"color": shade(MAIN, WHISKER), "width": 2.5})
    return figure.add_traces([band, line, dots])


def _note(row: Any) -> str:
    if pd.isna(row.value):
        return why_missing(row.status)
    few = f" ({t('few')})" if row.small else ""
    return f"<b>{percent(row.value)}</b> · n {number(row.n)}{few}"


def _hover(row: Any) -> str:
    name = f"<b>{plain(row.name)}</b>"
    of = {"n": number(row.n), "expected": number(row.expected)}
    if pd.isna(row.value):
        return f"{name}<br>{why_missing(row.status)}"
    lines = [name, f"{number(row.value, 'percent')} {improved_word(row.better)}"]
    lines.append(t("n = {n}, of {expected} expected", **of))
    lines.append(t("95 % interval {interval}", interval=_span(row.low, row.high)))
    lines.append(t("{span} whatever the others did", span=_span(row.worst, row.best)))
    if pd.notna(getattr(row, "percent", None)):
        lines.append(t("median change {change} of the baseline", change=kpi_percent(row.percent)))
    if row.small:
        lines.append(t("too few to rely on"))
    return "<br>".join(lines)


def _span(low: float, high: float) -> str:
    return f"{number(low, 'percent')}–{number(high, 'percent')}"


def _alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.value)]
    if not known:
        return t("Share improved by group: no values.")
    said = [f"{row.name} {number(row.value, 'percent')} (n = {number(row.n)})" for row in known[:MOST_TOLD]]
    text = t("Share improved: {list}.", list=", ".join(said))
    more = len(known) - len(said)
    return f"{text} {t('And {count} more.', count=number(more))}" if more else text


def outcome_bars(row: Mapping[str, Any]) -> go.Figure:
    """What became of every enterprise expected, one bar for each outcome, as a share of all of them.

    `row` is one of `enterprises/before_after`: better, improved, same, zero_to_zero, worse, silent, copied,
    units_differ, no_baseline, not_computable, expected.
    """
    steady = t("within the minimal change")
    told: list[tuple[str, Any, str, float]] = [
        (improved_word(row["better"]), row["improved"], BETTER, 1.0),
        (steady, _less(row["same"], row["zero_to_zero"]), SAME, 1.0),
        (t("from zero to zero"), row["zero_to_zero"], SAME, 0.6),
        (worse_word(row["better"]), row["worse"], WORSE, 1.0),
        # Only what was measured has a full colour; the rest is not known.
        (t("silent: no endline"), row["silent"], UNKNOWN, UNSURE),
        (t("no baseline"), row["no_baseline"], UNKNOWN, UNSURE),
        (t("same answers in every round"), row["copied"], UNKNOWN, UNSURE),
        (t("units changed"), row["units_differ"], UNKNOWN, UNSURE),
        (t("not computable"), row["not_computable"], UNKNOWN, UNSURE),
    ]
    shown = [(name, int(count), colour, full) for name, count, colour, full in told if pd.notna(count) and count]
    expected = max(int(row["expected"]), 1)
    shares = [100 * count / expected for _, count, *_ in shown]
    notes = [f"<b>{number(c)}</b> · {percent(s)}" for (_, c, *_), s in zip(shown, shares, strict=True)]
    layout, middles = place_rows([name for name, *_ in shown], notes)
    alt = ", ".join(f"{name} {number(count)}" for name, count, *_ in shown)
    head = t("Of {expected} enterprises expected: {list}.", expected=number(expected), list=alt)
    figure = blank(head, empty=not shown, showlegend=False, barmode="overlay", **layout)
    fills = [shade(colour, full) for _, _, colour, full in shown]
    outlines = [colour for _, _, colour, _ in shown]
    return figure.add_traces(
        [
            {
                "type": "bar",
                "orientation": "h",
                "x": shares,
                "y": middles,
                "width": 13,
                "marker": {"color": fills, "line": {"color": outlines, "width": 1}},
                "hovertext": [f"{name}: {number(count)}" for name, count, *_ in shown],
                "hoverinfo": "text",
            }
        ]
    )


def _less(whole: Any, part: Any) -> Any:
    return None if pd.isna(whole) or pd.isna(part) else whole - part
