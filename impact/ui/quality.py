"""The quality of data as readers see it: by quarter, by country, what is open, and a workbook for it."""

import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.reports import corrections, triage
from impact.text import number, t, tn
from impact.ui import cards, charts, choices, downloads, reader
from impact.ui.files import TYPES
from impact.ui.safe import file_name
from impact.ui.views import number_column, views, without_empty

MAY_CORRECT = ("owner", "administrator", "global", "coordinator", "trainer")


def quality_grid_card(quarters: Answer) -> None:
    """One measure of quality by country and quarter, as the reader chooses."""
    measures = figures.quality_measures()
    labels = {code: one.label for code, one in measures.items()}
    measure = measures[choices.choice("quality", t("Measure"), labels, default="on_time_rate")]
    frame = quarters.frame
    with cards.card(
        figures.quality_finding(frame, measure),
        quarters,
        subtitle=t("Each cell is a country's quarter; an empty one has nothing to measure"),
        key="quality_grid",
    ):
        columns = {"country": t("Country"), "quarter_on": st.column_config.DateColumn(t("Quarter"), format="YYYY-MM")}
        columns |= {code: number_column(one.label, one.unit) for code, one in measures.items()}
        views(
            quarters,
            columns,
            t("Quality of data by country and quarter"),
            key="quality",
            chart=lambda: figures.quality_grid(frame, measure),
        )


def quality_countries_card(countries: Answer) -> None:
    """Each country in one line: how fresh, how whole, and what of the check is open."""
    frame = countries.frame
    stale = int((frame["days_since_entry"].fillna(0) > 180).sum())
    title = t("Every country has entered something in the last half year")
    if stale:
        title = tn(
            "{count} country has entered nothing for half a year",
            "{count} countries have entered nothing for half a year",
            stale,
        )
    with cards.card(title, countries, subtitle=t("As of the export's day, not of today"), key="quality_countries"):
        columns = {
            "country": st.column_config.TextColumn(t("Country"), pinned=True),
            "last_entry_on": st.column_config.DateColumn(t("Last entry")),
            "days_since_entry": number_column(t("Days since")),
            "on_time_rate": number_column(t("Reports on time"), "percent"),
            "sex_known_rate": number_column(t("Sex known"), "percent"),
            "pair_rate": number_column(t("Paired of due"), "percent"),
            "complete_rate": number_column(t("Computable values"), "percent"),
            "implausible": number_column(t("Implausible")),
            "blocks": number_column(t("Open: blocks")),
            "warns": number_column(t("Open: warns")),
            "informs": number_column(t("Open: informs")),
        }
        alt = t("Quality of data of {count} countries", count=number(len(frame)))
        shown = without_empty(frame[["country", *[c for c in columns if c != "country"]]], columns)
        charts.table(frame, shown, alt, key="quality_countries", height=min(520, 40 + 35 * len(frame)))


def triage_card() -> None:
    """The records that are to be looked at again, for who sees enterprises one by one; with a workbook per country."""
    if not reader.one_by_one():
        return
    board = reader.ask("review/triage")
    frame = board.frame.assign(why=[triage.reason_said(reason) for reason in board.frame["reason"]])
    title = tn("{count} record to look at again", "{count} records to look at again", len(frame))
    with cards.card(title, board, subtitle=t("The gravest first, then the oldest; at most 1,000"), key="triage"):
        columns = {
            "iso3": t("Country"),
            "enterprise": t("Enterprise"),
            "why": t("Why"),
            "record": t("Record"),
            "value": number_column(t("Value")),
            "age_days": number_column(t("Days open")),
            "table_name": t("Table"),
        }
        charts.table(frame, columns, t("Records to look at again"), key="triage", height=min(520, 40 + 35 * len(frame)))
        _workbook(sorted(set(frame["iso3"])))


def _workbook(countries: list[str]) -> None:
    """The correction workbook of one country, where there is anything to correct."""
    if not countries or reader.viewer().role not in MAY_CORRECT:
        return
    named = reader.options().get("country", {})
    labels = {code: named.get(code, code) for code in countries}
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        iso3 = choices.choice("correct", t("Correction workbook of"), labels, default=countries[0])
        viewer, day = reader.viewer(), reader.snapshot().as_of
        downloads.button(
            t("Correction workbook (Excel)"),
            lambda noted: corrections.make(iso3, viewer).content,
            f"{file_name('corrections', iso3, day)}.xlsx",
            TYPES[".xlsx"],
            ":material/rule:",
            f"corrections_{iso3}",
        )
