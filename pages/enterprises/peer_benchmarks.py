"""How does an enterprise stand among its peers, and where could it improve most?"""

import streamlit as st

from impact import ui
from impact.text import t

ui.benchmarks_ahead()
st.title(t("Peer benchmarks"), anchor=False)
st.markdown(
    t(
        "An enterprise beside others like it, which stay unnamed: bands and counts only, never another enterprise's "
        "own value, and nothing from fewer than ten."
    )
)
left, right = st.columns([3, 2], vertical_alignment="top")
with left:
    enterprise = ui.choose_enterprise()
with right:
    peers = ui.choose_peers()
if enterprise:
    ui.take_along(enterprise)
    answer = ui.benchmarks(enterprise, peers)
    ui.stop_if_empty(answer)
    ui.benchmarks_card(answer)
    kpi = ui.choose_kpi(answer.frame)
    ui.fan_card(answer, kpi)
    ui.replies(enterprise, kpi)
    ui.reply_form(enterprise, kpi)
    ui.next_practice_card(answer, kpi)
else:
    st.info(t("Choose an enterprise to see it among its peers."), icon=":material/search:")
    ui.portfolio()
