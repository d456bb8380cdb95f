"""What has the programme published, where does each figure stand, and which of them should not be trusted?"""

import streamlit as st

from impact import figures, ui
from impact.text import t

st.title(t("Published figures"), anchor=False)
st.markdown(
    t(
        "Figures read from the programme's own publications, each as published, with its source. They count different "
        "things (people in the room, the workforce of enterprises, people said to benefit), so they are never added up."
    )
)
kinds, modules, donors = ui.published_kinds()
columns = st.columns(3)
with columns[0]:
    kind = ui.choice("kind", t("Kind of figure"), kinds, default="enterprises_trained||enterprises")
with columns[1]:
    module = ui.choice("module_named", t("Module named"), modules)
with columns[2]:
    donor = ui.choice("donor_named", t("Donor named"), donors)

chosen = {"module_named": module, "donor_named": donor}
of_kind = ui.ask("results/published_figures", kind=kind, **chosen)
everything = ui.ask("results/published_figures", **chosen)

if of_kind.empty:
    st.info(
        t("No figure of this kind fits the other choices. The table below has those that do."),
        icon=":material/filter_alt:",
    )
else:
    left, right = st.columns(2)
    with (
        left,
        ui.card(
            t("When: {kind}", kind=kinds[kind]),
            of_kind,
            subtitle=t("A line spans the period that a figure is about"),
            key="timeline",
        ),
    ):
        ui.chart(figures.published_timeline(of_kind.frame), key="timeline")
    with right:
        latest = ui.ask("results/published_by_country", kind=kind, **chosen)
        with ui.card(
            t("Where: the latest figure of each country"),
            latest,
            subtitle=t("Targets and flagged figures are left out"),
            key="published_map",
        ):
            ui.published_map(latest)

ui.stop_if_empty(everything)
flagged = everything.frame[everything.frame["flag"].notna()]
title = t("{count} figures, {flagged} of them flagged", count=len(everything.frame), flagged=len(flagged))
with ui.card(title, everything, subtitle=t("All that fit the module, donor, country and period chosen"), key="all"):
    ui.published_table(everything.frame, key="published_table")

ui.claims_card()

if len(flagged):
    st.subheader(t("Why figures are flagged"), anchor=False)
    for row in flagged.drop_duplicates("flag_reason").itertuples():
        ids = ", ".join(flagged.loc[flagged["flag_reason"] == row.flag_reason, "id"])
        st.markdown(f"- **{ids}** {ui.plain(row.label)}: {ui.plain(row.flag_reason)}.")

st.subheader(t("Sources"), anchor=False)
ui.published_sources()
