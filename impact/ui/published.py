"""Published figures: their kinds, their table with sources, their map and the credits they ask for."""

from typing import Any

import pandas as pd
import streamlit as st

from impact.ask import Answer
from impact.notice import adaptation
from impact.reports.claims import period_said
from impact.text import number, t
from impact.ui import charts, reader
from impact.ui.safe import plain
from impact.ui.views import Shown


def published_kinds() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What published figures can be chosen by: kinds, modules and donors, each as code: label."""
    frame = reader.ask("results/published_choices", filtered=False).frame
    kinds = frame[frame["choice"] == "kind"]
    labels = {row.code: _kind(row) for row in kinds.itertuples()}
    named = [
        dict(zip(part["code"], part["code"], strict=True))
        for part in (frame[frame["choice"] == c] for c in ("module_named", "donor_named"))
    ]
    return labels, named[0], named[1]


def _kind(row: Any) -> str:
    words = t(str(row.indicator).replace("_", " ")).capitalize()
    what = [w for w in (row.counts, row.unit) if isinstance(w, str) and w != row.indicator]
    return f"{words} ({', '.join(t(w) for w in what)}): {number(row.figures)}"


def published_map(answer: Answer) -> None:
    """The latest figure of each country; there is nothing to draw where none is of one country."""
    if answer.empty:
        st.info(t("No figure of this kind is about one country."), icon=":material/public_off:")
        return
    unit = str(answer.frame["unit"].iloc[0])
    shown = Shown(label=t("Latest published figure"), unit="percent" if unit.startswith("percent") else unit)
    charts.country_map(answer.frame, shown, key="published", width=340)


def published_table(frame: pd.DataFrame, key: str) -> None:
    """Published figures with qualifier, what they count, period, source and the place in it."""
    shown = frame.assign(
        said=[value_said(row) for row in frame.itertuples()],
        period=[period_said(row) for row in frame.itertuples()],
        where=[row.country if isinstance(row.country, str) else t("Programme") for row in frame.itertuples()],
        flagged=[f"{row.flag}: {row.flag_reason}" if isinstance(row.flag, str) else "" for row in frame.itertuples()],
    )
    columns = {
        "id": t("No."),
        "where": t("Where"),
        "label": t("What"),
        "said": t("As published"),
        "unit": t("Unit"),
        "counts": t("Counts"),
        "period": t("Period"),
        "flagged": t("Flag"),
        "project": t("Project"),
        "donor": t("Donor"),
        "partner": t("Partner"),
        "note": t("Note"),
        "source_title": t("Source"),
        "source_place": t("Place in it"),
    }
    charts.table(shown, columns, t("{count} published figures", count=number(len(frame))), key=key)


def published_sources() -> None:
    """The publications, their licences, and the notice that they ask for."""
    for row in reader.ask("about/sources", filtered=False).frame.itertuples():
        isbn = f" ISBN {row.isbn}." if isinstance(row.isbn, str) else ""
        st.markdown(
            f"- **{plain(row.title)}.** {plain(row.publisher)}, {row.year}.{isbn} {plain(row.licence)}. "
            + plain(t("{count} figures; covers {coverage}.", count=number(row.figures), coverage=row.coverage))
        )
    st.caption(adaptation())


def value_said(row: Any) -> str:
    """A published value as it was published: with its qualifier, or its range."""
    if pd.notna(row.value_low) and pd.notna(row.value_high) and row.value_low != row.value_high:
        return f"{number(row.value_low)}–{number(row.value_high)}"
    if pd.isna(row.value):
        return "–"
    return number(row.value) if row.qualifier == "exactly" else f"{t(row.qualifier)} {number(row.value)}"
