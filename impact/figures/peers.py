"""An enterprise among its peers: one row for each KPI, and the words for its place."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.kpi import kpi_direction, kpi_percent, kpi_value
from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import place_rows, spans
from impact.figures.tokens import MAIN, QUIET
from impact.rows import records
from impact.text import day, number, t, tn

WIDEST = 2.5  # how many widths of the middle half a row shows on either side of the median
MOST_TOLD = 14


def peer_value(value: Any, row: Any) -> str:
    """A value of a question about peers: a level in the KPI's unit, or a change since the baseline in percent."""
    if row.compared == "change":
        return kpi_percent(value)
    return kpi_value(value, row.unit, row.type, currency="USD" if row.amount else "")


def peer_place(row: Any) -> str:
    """The place among the peers in words; nothing where there is none. `row` of `enterprises/peer_benchmarks`."""
    if pd.isna(row.better_than) or pd.isna(row.peers):
        return ""
    counts = {"count": number(row.better_than), "peers": number(row.peers)}
    if row.better == "neither":
        said = t("higher than {count} of {peers} peers", **counts)
    else:
        said = t("better than {count} of {peers} peers", **counts)
    return f"{said}, {tn('equal to {count}', 'equal to {count}', int(row.same))}" if row.same else said


def peer_missing(status: str) -> str:
    """Why an enterprise cannot be compared by a KPI."""
    words = {
        "too_few": t("fewer than ten peers"),
        "withheld": t("fewer than ten peers"),
        "stale": t("own value older than three years"),
        "copied": t("own answers only repeated"),
        "no_rate": t("no exchange rate for its value"),
        "no_baseline": t("no own baseline"),
        "nothing_later": t("nothing after its baseline yet"),
        "units_differ": t("its unit has changed"),
    }
    return words.get(status, t("no own value"))


def peer_rows(frame: pd.DataFrame) -> go.Figure:
    """The enterprise's mark on the band of its peers, a row for each KPI; better is always on the right.

    `frame` of `enterprises/peer_benchmarks`, with name. Each row is drawn in widths of its own middle half from the
    median; a mark beyond the edge is a triangle there. KPIs without peers or without a value are not drawn.
    """
    rows: list[Any] = [row for row in records(frame) if row.status == "shown"]
    notes = [f"<b>{peer_value(row.value, row)}</b> · {peer_place(row)}" for row in rows]
    key = [("◆", MAIN, t("this enterprise")), ("■", shade(QUIET, 0.6), t("middle half of the peers"))]
    if any(pd.notna(row.p10) for row in rows):
        key.append(("■", shade(QUIET, 0.25), t("middle eight tenths")))
    if any(row.better == "neither" for row in rows):
        key.append(("◆", QUIET, t("where neither way is better: higher on the right")))
    layout, middles = place_rows([row.name for row in rows], [_two_lines(note) for note in notes], key=key, ticks=())
    layout["xaxis"] |= {"range": [-WIDEST - 0.1, WIDEST + 0.1], "visible": False}
    layout["height"] += 20
    layout["margin"]["b"] += 20
    layout["annotations"] += _ends()
    figure = blank(_rows_alt(rows), empty=not rows, showlegend=False, **layout)
    place = [_placed(row) for row in rows]
    pale, strong = ({"color": shade(QUIET, alpha), "width": 12} for alpha in (0.25, 0.45))
    own = [at(row.value) for at, row in zip(place, rows, strict=True)]
    return figure.add_traces(
        [
            spans([at(r.p10) for at, r in zip(place, rows, strict=True)], _at(place, rows, "p90"), middles, pale),
            spans(_at(place, rows, "p25"), _at(place, rows, "p75"), middles, strong),
            _marks(_at(place, rows, "p50"), middles, QUIET, "line-ns", 13),
            {
                **_marks(own, middles, MAIN, "diamond", 12),
                "marker": {
                    "color": [QUIET if row.better == "neither" else MAIN for row in rows],
                    "size": 13,
                    "symbol": [_symbol(x) for x in own],
                    "line": {"color": "#FFFFFF", "width": 1},
                },
                "hovertext": [_row_hover(row) for row in rows],
                "hoverinfo": "text",
            },
        ]
    )


def _two_lines(note: str) -> str:
    return note.replace(" · ", "<br>", 1)


def _ends() -> list[dict[str, Any]]:
    common = {"xref": "paper", "yref": "paper", "y": 0, "yanchor": "top", "yshift": -4, "showarrow": False}
    return [
        {"text": t("◂ worse than peers"), "x": 0, "xanchor": "left", **common},
        {"text": t("better than peers ▸"), "x": 1, "xanchor": "right", **common},
    ]


def _placed(row: Any) -> Callable[[Any], float | None]:
    """How a value of the row becomes a place between the edges; better is to the right."""
    turn = -1.0 if row.better == "lower" else 1.0
    wide = float(row.p75 - row.p25) or (float(row.p90 - row.p10) if pd.notna(row.p10) else 0.0) or 1.0

    def at(value: Any) -> float | None:
        if pd.isna(value):
            return None
        return max(-WIDEST, min(WIDEST, turn * (float(value) - float(row.p50)) / wide))

    return at


def _at(place: list[Callable[[Any], float | None]], rows: list[Any], column: str) -> list[float | None]:
    return [at(getattr(row, column)) for at, row in zip(place, rows, strict=True)]


def _symbol(x: float | None) -> str:
    if x is not None and abs(x) >= WIDEST:
        return "triangle-right" if x > 0 else "triangle-left"
    return "diamond"


def _marks(x: list[float | None], y: list[float], colour: str, symbol: str, size: int) -> dict[str, Any]:
    marker = {"color": colour, "size": size, "symbol": symbol, "line": {"color": colour, "width": 2}}
    mark = {"type": "scatter", "mode": "markers", "x": x, "y": y, "marker": marker}
    return {**mark, "hoverinfo": "skip", "cliponaxis": False}


def _row_hover(row: Any) -> str:
    lines = [
        f"<b>{plain(row.name)}</b> ({kpi_direction(row.better)})",
        t(
            "{value} from {first} to {last}",
            value=peer_value(row.value, row),
            first=_month(row.from_on),
            last=_month(row.to_on),
        ),
        peer_place(row),
        t("peers' median {median}", median=peer_value(row.p50, row)),
        t("middle half {low} to {high}", low=peer_value(row.p25, row), high=peer_value(row.p75, row)),
    ]
    if pd.notna(row.p10):
        lines.append(
            t("middle eight tenths {low} to {high}", low=peer_value(row.p10, row), high=peer_value(row.p90, row))
        )
    return "<br>".join(lines)


def _month(value: Any) -> str:
    return day(value, "MMM yyyy")


def _rows_alt(rows: list[Any]) -> str:
    if not rows:
        return t("No KPI can be compared with peers.")
    said = [f"{row.name} {peer_value(row.value, row)}, {peer_place(row)}" for row in rows[:MOST_TOLD]]
    return t("The enterprise among its peers: {list}.", list="; ".join(said))
