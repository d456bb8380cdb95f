"""Tables with the same numbers as the chart or map beside them."""

import pandas as pd
import streamlit as st

from impact.ask import Answer
from impact.catalogue import Indicator
from impact.text import number, t
from impact.ui import charts
from impact.ui.tiles import missing


def country_table(answer: Answer, measure: Indicator) -> str | None:
    """The countries of `results/country_map`, highest first; returns the ISO3 code of the row that was clicked."""
    frame = answer.frame.sort_values(
        ["value", "country"], ascending=[False, True], na_position="last", ignore_index=True
    )
    frame["coverage"] = 100 * frame["reported"] / frame["expected"].where(frame["expected"] > 0)
    frame["remark"] = [_remark(row.status, row.small) for row in frame.itertuples()]
    label = t(measure.label)
    form = "%.1f %%" if measure.is_share else "localized"
    covered = t("Reported of expected: {what}.", what=t(measure.covers))
    columns = {
        "country": st.column_config.TextColumn(t("Country"), pinned=True, width=110),
        "value": st.column_config.NumberColumn(t("Value"), help=label, format=form, width=70),
        "n": st.column_config.NumberColumn("n", format="localized", help=t("How many the value rests on."), width=60),
        "coverage": st.column_config.NumberColumn(t("Coverage"), format="%.0f %%", help=covered, width=70),
        "remark": st.column_config.TextColumn(t("Remark")),
    }
    if frame["n"].equals(frame["value"].fillna(0).astype("int64")):
        del columns["n"]
    if not frame["remark"].any():
        del columns["remark"]
    known = frame[frame["status"] == "shown"]
    alt = t("{label} for {count} countries", label=label, count=number(len(known)))
    clicked = charts.clickable_table(
        frame, columns, alt, key=f"countries_{measure.code}", height=min(560, 40 + 35 * len(frame))
    )
    return None if clicked is None else str(frame.loc[clicked, "iso3"])


def _remark(status: str, small: bool) -> str:
    if status != "shown":
        return missing(status)
    return t("small n") if small else ""


def plain_table(frame: pd.DataFrame, columns: dict[str, str], alt: str, key: str) -> None:
    """A table of text and counts; `columns` gives the columns' labels."""
    charts.table(frame, dict(columns), alt, key=key)
