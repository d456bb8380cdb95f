"""How good are the data: how fresh, how whole, and what is to be looked at again?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("Data quality"), anchor=False)
st.markdown(
    t(
        "A figure is as good as the reports behind it. For each country and quarter this page says what came, when, "
        "and what is missing or can hardly be meant."
    )
)
quarters = ui.ask("review/data_quality")
countries = ui.ask("review/data_quality_countries")
ui.stop_if_empty(quarters)

ui.quality_grid_card(quarters)
ui.quality_countries_card(countries)
ui.triage_card()
