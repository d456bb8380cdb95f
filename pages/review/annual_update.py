"""What will the Annual Update say of a year, what is missing for it, and what changed since the last draft?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("Annual Update"), anchor=False)
st.markdown(
    t(
        "Choose the year and the countries, see what is missing, and take the draft along to write around its numbers. "
        "Drafted again from your file, it keeps your text and marks the numbers that changed."
    )
)
chosen = ui.choose_update()
present = ui.ask_with("review/annual_update", chosen)
ui.stop_without_year(present)
ui.missing_card(present)
ui.draft_card(chosen)
ui.preview_card(chosen)
ui.published_card(chosen)
