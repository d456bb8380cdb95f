"""What peers that introduced a practice changed beyond those that did not: association, with its interval."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_factor, kpi_value
from impact.figures.parts import blank, plain
from impact.figures.row_charts import place_rows, spans
from impact.figures.tokens import BETTER, QUIET
from impact.rows import records
from impact.text import number, t

MOST_DRAWN = 10


def practice_difference(value: Any, row: Any) -> str:
    """A difference between changes: in the KPI's unit (shares in points), else in points of percent."""
    if pd.isna(value):
        return "–"
    if row.compared_by == "change":
        return t("{change} points", change=number(float(value), signed=True, significant=3))
    return kpi_value(value, row.unit, row.type, signed=True, currency="USD" if row.amount else "")


def next_practices(frame: pd.DataFrame) -> go.Figure:
    """One row for each practice, the ten that stand first: difference and 95 % interval; better is on the right.

    `frame` of `enterprises/next_practice`. Practices whose interval reaches across zero are open marks; the dashed line
    is the middle of all differences told.
    """
    rows: list[Any] = [row for row in records(frame) if row.status == "shown"][:MOST_DRAWN]
    notes = [
        f"<b>{practice_difference(r.difference, r)}</b> · "
        + t("{count} with, {others} without", count=number(r.n_with), others=number(r.n_without))
        for r in rows
    ]
    layout, middles = place_rows(
        [t(str(row.title)) for row in rows], [n.replace(" · ", "<br>", 1) for n in notes], ticks=()
    )
    factor = 1.0 if not rows or rows[0].compared_by == "change" else kpi_factor(rows[0].unit, rows[0].type)
    if not rows:
        return blank(_alt(rows), empty=True, showlegend=False, **layout)
    layout["xaxis"] = _axis(rows, factor)
    layout["height"] += 48
    layout["margin"] = {**layout["margin"], "b": layout["margin"]["b"] + 48}
    layout["shapes"] = [*layout.get("shapes", []), *_marks(factor * float(rows[0].typical))]
    figure = blank(_alt(rows), showlegend=False, **layout)
    line = {"color": BETTER, "width": 2.5}
    low, high = ([factor * float(getattr(row, name)) for row in rows] for name in ("low", "high"))
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [factor * float(row.difference) for row in rows],
        "y": middles,
        "marker": {
            "color": BETTER,
            "size": 11,
            "symbol": ["circle" if row.clear else "circle-open" for row in rows],
            "line": {"color": BETTER, "width": 2},
        },
        "hovertext": [_hover(row) for row in rows],
        "hoverinfo": "text",
        "cliponaxis": False,
    }
    return figure.add_traces([spans(low, high, middles, line), dots])


def _marks(typical: float) -> list[dict[str, Any]]:
    """Two lines from top to bottom: no difference, and the middle of all differences."""
    line = {"color": QUIET, "width": 1.5}
    whole = {"type": "line", "yref": "paper", "y0": 0, "y1": 1}
    return [
        {**whole, "x0": 0, "x1": 0, "line": line},
        {**whole, "x0": typical, "x1": typical, "line": {**line, "dash": "dash"}},
    ]


def _axis(rows: list[Any], factor: float) -> dict[str, Any]:
    ends = [factor * float(value) for row in rows for value in (row.low, row.high)] + [0.0]
    room = 0.04 * (max(ends) - min(ends))
    span = [min(ends) - room, max(ends) + room]
    # Where lower is better the axis runs backwards, so that better is on the right in every figure about peers.
    span = span[::-1] if rows[0].better == "lower" else span
    points = rows[0].compared_by == "change" or factor == 100
    unit = t("points") if points else "USD" if rows[0].amount else plain(t(str(rows[0].unit)))
    said = t("better on the right; dashed: the middle of all {count} practices", count=number(rows[0].compared))
    return {"visible": True, "range": span, "fixedrange": True, "nticks": 5, "title": {"text": f"{unit}<br>{said}"}}


def _hover(row: Any) -> str:
    low, high = practice_difference(row.low, row), practice_difference(row.high, row)
    return "<br>".join(
        [
            f"<b>{plain(t(str(row.title)))}</b>",
            practice_difference(row.difference, row),
            t("95 % interval {interval}", interval=t("{low} to {high}", low=low, high=high)),
            t("{count} with, {others} without", count=number(row.n_with), others=number(row.n_without)),
            t("association, not proof"),
        ]
    )


def _alt(rows: list[Any]) -> str:
    if not rows:
        return t("No practice can be compared.")
    said = [f"{t(str(row.title))} {practice_difference(row.difference, row)}" for row in rows]
    return t("Difference between peers with and without a practice, an association: {list}.", list="; ".join(said))
