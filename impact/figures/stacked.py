"""Bars made of parts, one bar for each group: their colours and second signs, their key and their labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact.figures.parts import plain
from impact.figures.tokens import HATCH, WOMEN
from impact.text import number

THICK, LABELLED_FROM, FAINT = 16, 9, 0.35
# The signs of patterns in a line of text.
SIGNS = {"": "■", "/": "▨", "x": "▩", ".": "▒"}


@dataclass(frozen=True)
class Part:
    """One part of the bars: its column, name and colour, a pattern as a second sign, and the colour of its label."""

    column: str
    name: str
    colour: str
    outline: str
    pattern: str = ""
    text: str | None = None


def stack_key(parts: Iterable[Part]) -> list[tuple[str, str, str]]:
    """What the parts are: sign, colour and name."""
    return [(SIGNS[p.pattern], p.outline if p.pattern else p.colour, p.name) for p in parts]


def stacked_shares(
    frame: pd.DataFrame, rows: Sequence[Any], parts: Sequence[Part], middles: Sequence[float]
) -> list[dict[str, Any]]:
    """The parts of each row as shares of their sum, labelled where there is room; rows of too few are faint.

    `frame` has the parts' columns as counts; `rows` are its rows, with code, name and small.
    """
    counts = frame[[part.column for part in parts]].astype(float)
    total = counts.sum(axis=1)
    shares = 100 * counts.div(total.where(total > 0), axis=0)
    ends = shares.cumsum(axis=1)
    opacity = [FAINT if row.small else 1.0 for row in rows]
    traces = []
    for part in parts:
        lengths = shares[part.column].tolist()
        hovers = part_hovers(rows, part, counts[part.column])
        bars = part_bars(part, lengths, middles, hovers, [row.code for row in rows])
        bars["marker"]["opacity"] = opacity
        traces.append(bars)
        if not part.pattern:
            wide = [length >= LABELLED_FROM and not row.small for length, row in zip(lengths, rows, strict=True)]
            shown = [place for place, is_wide in enumerate(wide) if is_wide]
            traces.append(_labels(part, shown, lengths, ends[part.column].tolist(), middles))
    return traces


def _labels(
    part: Part, shown: list[int], lengths: list[float], ends: list[float], middles: Sequence[float]
) -> dict[str, Any]:
    """Text of its own: a bar's own label would take its colour from the see-through bar, not from the page."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [ends[place] - lengths[place] / 2 for place in shown],
        "y": [middles[place] for place in shown],
        "text": [number(round(lengths[place])) for place in shown],
        "textfont": {"size": 11, **({"color": part.text} if part.text else {})},
        "hoverinfo": "skip",
    }


def part_hovers(rows: Sequence[Any], part: Part, counts: Iterable[float]) -> list[str]:
    """What is told of one part of every bar."""
    return [f"{plain(row.name)}<br><b>{part.name}</b>: {number(n)}" for row, n in zip(rows, counts, strict=True)]


def part_bars(
    part: Part,
    lengths: list[float],
    middles: Sequence[float],
    hovers: list[str],
    codes: list[str] | None = None,
    *,
    thick: float = THICK,
) -> dict[str, Any]:
    """One part of every bar; `codes` are what a click gives."""
    dots = HATCH if part.colour == WOMEN else part.outline
    pattern = {"shape": part.pattern, "fgcolor": dots, "size": 6, "solidity": 0.22, "fillmode": "overlay"}
    return {
        "type": "bar",
        "orientation": "h",
        "name": part.name,
        "x": lengths,
        "y": list(middles),
        "width": thick,
        "marker": {"color": part.colour, "line": {"color": part.outline, "width": 0.6}, "pattern": pattern},
        "customdata": codes,
        "hovertext": hovers,
        "hoverinfo": "text",
    }
