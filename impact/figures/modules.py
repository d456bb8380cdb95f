"""What the figures of modules share: short names that differ, and rows measured in pixels."""

import re
from collections.abc import Sequence
from textwrap import wrap
from typing import Any

import plotly.graph_objects as go

from impact.figures.parts import plain
from impact.text import t

LONGEST_SHORT, TITLE_WIDTH, LINE = 13, 42, 17
NOT_LAST = {"and", "of", "for", "the", "at", "through", "in"}


def short_titles(titles: Sequence[str]) -> dict[str, str]:
    """Each title's short form, in a word or two, no two alike: its abbreviation in brackets, or how it begins."""
    short: dict[str, str] = {}
    for title in dict.fromkeys(titles):
        taken = set(short.values())
        short[title] = t(next((form for form in _forms(title) if t(form) not in taken), title))
    return short


def _forms(title: str) -> list[str]:
    """Short forms of a title, the best first."""
    inside = re.search(r"\((\S{2,13})\)\s*$", title)
    if inside:
        return [inside[1]]
    if len(title) <= LONGEST_SHORT:
        return [title]
    words = title.split()
    forms = [" ".join(words[: n + 1]) for n in range(len(words)) if words[n].lower() not in NOT_LAST]
    return [form if len(form) <= LONGEST_SHORT else f"{form[: LONGEST_SHORT - 1]}…" for form in forms[:1]] + forms[1:]


def wrapped(text: str, width: int = TITLE_WIDTH) -> str:
    """A name from data, on as many lines as a telephone needs, ready for Plotly."""
    return "<br>".join(plain(line) for line in wrap(text, width))


def tops(heights: Sequence[float]) -> list[float]:
    """Where each row begins when rows of these heights stand below one another."""
    return [sum(heights[:row]) for row in range(len(heights))]


def pixel_layout(tall: float, xaxis: dict[str, Any], *, above: int = 0, right: int = 4) -> dict[str, Any]:
    """The layout of a figure whose y axis counts pixels from the top, so that titles and bars keep their distance.

    `above` and `right` are the pixels left free there. A layout given at once is several times faster than updates.
    """
    return {
        "height": max(int(tall) + above + 2, 10),
        "margin": {"l": 0, "r": right, "t": above, "b": 0},
        "xaxis": {"visible": False, "fixedrange": True, **xaxis},
        "yaxis": {"visible": False, "range": [max(tall, 1), 0], "fixedrange": True},
    }


def pixel_rows(figure: go.Figure, tall: float) -> None:
    """Give `pixel_layout` to a figure that is there already."""
    figure.update_layout(**pixel_layout(tall, {}))


def left(text: str, y: float, size: int = 13, **more: Any) -> dict[str, Any]:
    """Text at the left edge of the figure, whose upper edge is at the pixel `y`."""
    font = {"size": size, **({"color": more.pop("color")} if "color" in more else {})}
    place = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "top", "align": "left", "showarrow": False}
    return {"text": text, "y": y, "font": font, **place, **more}
