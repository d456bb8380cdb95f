"""What did projects promise, what was achieved, and what is on track against the target that is due?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("Targets"), anchor=False)
st.markdown(
    t(
        "Each target is compared with the actual of the day on which it is due. On track is within the margin; what is "
        "not due yet, or not reported, is neither good nor bad. Below, one indicator over time, all projects together, "
        "and who funded what."
    )
)
margin = ui.choose_margin()
targets = ui.ask("results/targets", margin=margin)
ui.absent_tables(targets)
if not targets.empty:
    ui.matrix_cards(targets)
    ui.history_card(targets)
    st.subheader(t("Together"), anchor=False)
    ui.rollup_card(margin)
    ui.every_target_card(targets)
    st.subheader(t("Money"), anchor=False)
    ui.donors_card()
    ui.unit_costs_card()
ui.logframe_card(margin)
ui.stop_if_empty(targets)
