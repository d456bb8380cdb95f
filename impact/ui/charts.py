"""Charts, maps and tables as every page shows them: the viewer's theme and language, and a text alternative."""

import zlib
from functools import partial
from typing import Any, Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from babel import Locale

from impact import maps, text
from impact.catalogue import Labelled
from impact.figures.template import Themed
from impact.figures.tokens import Look
from impact.filters import NAMES
from impact.text import t
from impact.ui import filterbar, opened, reader


def look() -> Look:
    """The viewer's theme: `light` or `dark`."""
    return "dark" if st.context.theme.type == "dark" else "light"


def chart(figure: go.Figure, key: str, sets: str = "") -> None:
    """Show a figure with the viewer's theme, language and its own text alternative; one of nothing is told in words.

    `sets` is the shared filter, or the choice of the page, that a click sets to the code that the point carries as
    `customdata`; a second click clears it.
    """
    about = figure.layout.meta or {}
    if about.get("empty"):
        st.caption(t("Nothing to draw: there are no data for these filters."))
        return
    themed = Themed(figure, look())
    shown: dict[str, Any] = {"theme": None, "config": _config(), "alt": about.get("alt", "")}
    if not sets or opened.is_fixed(sets):
        st.plotly_chart(themed, key=key, **shown)
        return
    # Under other filters or choices it is another chart, or it would keep the selection that made them.
    made_of = repr((reader.filters(), reader.choices().get(sets)))
    name = f"{key}_{zlib.crc32(made_of.encode())}"
    st.plotly_chart(themed, key=name, on_select=partial(_set, name, sets), selection_mode="points", **shown)
    if sets in NAMES:
        st.caption(t("A click filters by {name}; a second click clears it.", name=filterbar.filter_titles([sets])))


def _set(name: str, sets: str) -> None:
    points = st.session_state[name]["selection"]["points"]
    code = points[0].get("customdata") if points else None
    code = code[0] if isinstance(code, list) and code else code
    if code is not None:
        reader.put(sets, None if reader.choices().get(sets) == str(code) else str(code))


def country_map(
    frame: pd.DataFrame, indicator: Labelled, points: pd.DataFrame | None = None, key: str = "map", width: int = 460
) -> str | None:
    """Show a map at least `width` pixels wide, with its legend; returns the ISO3 code of a country that was clicked."""
    view = maps.country_map(
        frame, indicator, look(), points=points, base_path=_base_path(), width=340 if _on_phone() else width
    )
    key = f"{key}_{look()}"
    event = st.pydeck_chart(view.deck, on_select="rerun", key=key, height=280 if _on_phone() else 360, alt=view.alt)
    with st.container(horizontal=True, gap="small", key=f"legend_{key}"):
        for colour, label in view.legend:
            _legend_entry(colour, label)
    st.caption(boundary_disclaimer())
    return maps.selected_iso3(event)


def table(
    frame: pd.DataFrame, columns: dict[str, Any], alt: str, key: str, height: int | Literal["auto"] = "auto"
) -> None:
    """Show a table of the named columns (name: label or column config); an empty one says so in words."""
    if frame.empty:
        st.caption(t("None recorded here."))
        return
    shown = _for_browser(frame, columns)
    st.dataframe(shown, key=key, alt=alt, height=height, **_columns(columns))


def clickable_table(
    frame: pd.DataFrame, columns: dict[str, Any], alt: str, key: str, height: int | Literal["auto"] = "auto"
) -> int | None:
    """Show a table as `table` does; returns the number of the row in which a cell was clicked, if one was."""
    shown = _for_browser(frame, columns)
    event = st.dataframe(
        shown, key=key, alt=alt, height=height, on_select="rerun", selection_mode="single-cell", **_columns(columns)
    )
    cells = event["selection"]["cells"]
    return cells[0][0] if cells and cells[0][0] < len(frame) else None


def _columns(columns: dict[str, Any]) -> dict[str, Any]:
    return {"column_order": list(columns), "column_config": columns, "hide_index": True, "placeholder": "–"}


def _for_browser(frame: pd.DataFrame, columns: dict[str, Any]) -> pd.DataFrame:
    shown = frame[[name for name in columns if name in frame]].reset_index(drop=True)
    shown.attrs.clear()  # they would travel along, and cannot
    return shown


def boundary_disclaimer() -> str:
    """What must stand under every map."""
    return t(
        "The boundaries and names shown, and the designations used, do not imply any endorsement or acceptance. "
        "Boundaries: Natural Earth, simplified."
    )


def _legend_entry(colour: str, label: str) -> None:
    square = f'<rect width="14" height="14" rx="3" fill="{colour}"/>'
    swatch = f'<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14">{square}</svg>'
    with st.container(horizontal=True, gap="xsmall", width="content", vertical_alignment="center"):
        st.image(swatch, width=14, alt="")
        st.caption(label, width="content")


def _on_phone() -> bool:
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def _base_path() -> str:
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _config() -> dict[str, Any]:
    """Plotly's configuration: a small toolbar, and months, days and decimal marks of the reader's language."""
    code = text.language()
    config: dict[str, Any] = {
        # Without a mouse the toolbar would not go away, and lie over the chart.
        "displayModeBar": False if _on_phone() else "hover",
        "displaylogo": False,
        "responsive": True,
        "modeBarButtonsToRemove": ["select2d", "lasso2d"],
    }
    if code == "en":
        return config
    locale = Locale.parse(code)
    marks = locale.number_symbols.get("latn", {})
    months, days = locale.months["stand-alone"], locale.days["stand-alone"]
    form = {
        "months": [months["wide"][i] for i in range(1, 13)],
        "shortMonths": [months["abbreviated"][i] for i in range(1, 13)],
        "days": [days["wide"][(i - 1) % 7] for i in range(7)],
        "shortDays": [days["abbreviated"][(i - 1) % 7] for i in range(7)],
        "decimal": marks.get("decimal", "."),
        "thousands": marks.get("group", ","),
    }
    return {**config, "locale": code, "locales": {code: {"dictionary": {}, "format": form}}}


def frame_of(rows: list[dict[str, object]]) -> pd.DataFrame:
    """A frame of a few rows that are not an answer."""
    return pd.DataFrame(rows)
