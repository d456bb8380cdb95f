"""How do the KPIs of an enterprise move, and by more than their own noise? And those of all enterprises together?"""

import streamlit as st

from impact import ui
from impact.text import t

ui.trends_ahead()
st.title(t("KPI trends"), anchor=False)
enterprise = ui.choose_enterprise()
if enterprise:
    ui.profile_card(ui.profile(enterprise))
    ui.enterprise_links(enterprise)
    ui.take_along(enterprise)
    ui.enterprise_trends(enterprise)
else:
    ui.programme_view()
