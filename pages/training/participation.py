"""Who takes part in training? Women and men, workers and managers, and how far that can be trusted."""

import streamlit as st

from impact import ui
from impact.text import t

TILES = ["women_share", "workers_share", "sex_known_rate"]
headline = ui.ask("results/overview")

st.title(t("Who takes part"), anchor=False)
st.markdown(
    t(
        "Workers and managers of one enterprise sit in the same workshop. How many are women, in which roles, modules, "
        "sectors and countries, and how much of that is known?"
    )
)
ui.tiles(headline, ui.ask("results/by_year", indicators=TILES), TILES)
status = ui.ask("training/disaggregation_status")
ui.stop_if_empty(status)
counts = ui.ask("training/participation_counters")
ui.counters_card(counts)

if ui.has_lists(counts):
    ui.shares_card(headline)
    left, right = st.columns(2)
    with left:
        ui.cross_card(headline)
    with right:
        ui.reach_card()
    left, right = st.columns(2)
    with left:
        ui.satisfaction_card(headline)
    with right:
        ui.rule_card()
else:
    ui.no_lists(counts)

ui.roles_card()
ui.status_card(status, counts)
ui.sessions_card()
