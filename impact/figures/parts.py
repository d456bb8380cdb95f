"""What the figures share: an empty figure with its text alternative, words for what is missing, safe labels."""

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.text import day, t


def blank(alt: str, height: int, *, empty: bool = False, **layout: Any) -> go.Figure:
    """A figure without traces; `layout.meta` says in a sentence what it shows (`alt`), and whether that is nothing."""
    return go.Figure(layout={"meta": {"alt": alt, "empty": empty}, "height": height, "template": "none", **layout})


def plain(text: object) -> str:
    """A name from data: Plotly reads tags in text, and a name must not bring its own."""
    return "" if pd.isna(text) else escape(str(text), quote=False)


def missing_word(status: str) -> str:
    """Why there is no value, in a word or two."""
    words = {"withheld": t("withheld"), "not_computable": t("not computable")}
    return words.get(status, t("no data"))


def shade(colour: str, alpha: float) -> str:
    """The colour, see-through; always drawn with an outline of the full colour."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{alpha})"


def sparse_years(years: Iterable[int]) -> list[int]:
    """The years to write below an axis: all, or every second one so that they fit on a telephone; always the last."""
    ordered = sorted(set(years))
    step = 1 if len(ordered) <= 8 else 2 if len(ordered) <= 18 else 5
    return ordered[::-1][::step][::-1]


def year_axis(frame: pd.DataFrame) -> dict[str, Any]:
    """An axis of whole years; a year that the as-of day cuts says so below its number."""
    shown = sparse_years(int(y) for y in frame["year"])
    cut = {int(y) for y, whole in zip(frame["year"], _complete(frame), strict=True) if not whole}
    as_of = frame.attrs.get("as_of")
    note = t("to {day}", day=day(as_of, "d MMM")) if as_of is not None else t("not complete")
    labels = [f"{year}<br>{note}" if year in cut else str(year) for year in shown]
    return {"tickmode": "array", "tickvals": shown, "ticktext": labels, "tickangle": 0, "fixedrange": True}


def _complete(frame: pd.DataFrame) -> "pd.Series[bool]":
    return frame["complete"].astype(bool) if "complete" in frame else pd.Series(True, index=frame.index)


def note(figure: go.Figure, text: str, **where: Any) -> None:
    """A quiet remark inside the figure."""
    figure.add_annotation(text=text, showarrow=False, **where)
