"""Which practices do enterprises gain, keep, lose or never have, and which deficits of decent work does that move?"""

import streamlit as st

from impact import ui
from impact.text import t

TILES = ["practices_adopted", "enterprises_completed"]
headline = ui.ask("results/overview")

st.title(t("Practices"), anchor=False)
st.markdown(
    t(
        "At the baseline and again at the endline, enterprises are asked yes or no: is this practice in place? Each "
        "enterprise and practice counts once, from its first baseline to its last endline, in the year of the endline."
    )
)
st.markdown(t("**Before and after is not impact.** Enterprises also change for reasons other than the training."))
ui.tiles(headline, ui.ask("results/by_year", indicators=TILES), TILES)
by, repeats = ui.choose_practices()
whole = ui.ask("enterprises/practices", by="total", repeats=repeats)
ui.stop_if_empty(whole)

ui.practice_shares_card(whole, by)
left, right = st.columns(2)
with left:
    ui.areas_card(whole)
with right:
    ui.lost_again_card()
ui.practice_rows_card()
