"""One figure as a chart, a table or a map of the same numbers; a click on it filters, or opens a country."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from impact.ask import Answer
from impact.catalogue import Labelled
from impact.text import t
from impact.ui import charts, choices, navigation


@dataclass(frozen=True)
class Shown:
    """What a chart or map shows where it is no indicator of the catalogue: its label, and `percent` or another unit."""

    label: str
    unit: str = ""


def views(
    answer: Answer,
    columns: Mapping[str, Any],
    alt: str,
    *,
    key: str,
    chart: Callable[[], go.Figure],
    sets: str = "",
    on_map: Labelled | None = None,
    first: str = "chart",
) -> None:
    """The rows of `answer` as a chart or as a table, or as a map where `on_map` says what its `value` is.

    `columns` and `alt` are the table's, as in `charts.table`; `sets` is the shared filter that a click on the chart
    sets to the point's `customdata`. A map needs iso3, country, value, n and status, and a click opens the country.
    `first` is the view that is shown until the reader chooses another; the choice is kept in the link.
    """
    known = {"chart": t("Chart"), "table": t("Table")}
    if on_map is not None:
        known["map"] = t("Map")
    chosen = choices.choice(f"see_{key}", t("Show as"), known, default=first, form="segments")
    if chosen == "table":
        charts.table(answer.frame, dict(columns), alt, key=f"{key}_table")
    elif chosen == "map" and on_map is not None:
        if clicked := charts.country_map(answer.frame, on_map, key=f"{key}_map", width=340):
            navigation.go("results/country", place=clicked)
    else:
        charts.chart(chart(), key, sets)


def number_column(label: str, unit: str = "", help: str | None = None) -> Any:
    """A table's column of numbers: `percent` (given in percent), `days`, or plain."""
    form = {"percent": "%.1f %%"}.get(unit, "localized")
    return st.column_config.NumberColumn(label, format=form, help=help)


def without_empty(frame: pd.DataFrame, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that hold something in at least one row."""
    return {name: said for name, said in columns.items() if name in frame and frame[name].notna().any()}
