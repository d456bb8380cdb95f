"""What do enterprises improve between the visits, what does it save, and who proposes it?"""

import streamlit as st

from impact import ui
from impact.text import t

TILES = ["improvement_projects_completed", "suggestions_made", "suggestions_implemented"]
headline = ui.ask("results/overview")

st.title(t("Improvement projects"), anchor=False)
st.markdown(
    t(
        "Between the visits enterprises work on improvement projects of their own, in improvement teams and from "
        "suggestions. What do they improve, how long does it take, what does it save, and who is part of it?"
    )
)
ui.tiles(headline, ui.ask("results/by_year", indicators=TILES), TILES)
projects = ui.ask("enterprises/improvements")
teams = ui.ask("enterprises/improvement_teams")
suggestions = ui.ask("enterprises/suggestions")
ui.improvements_empty(projects, teams, suggestions)

if not projects.empty:
    marked = ui.choose_marked()
    left, right = st.columns(2)
    with left:
        ui.improvements_card(marked)
    with right:
        ui.times_card()
    left, right = st.columns(2)
    with left:
        ui.savings_card(marked)
    with right:
        ui.photos_card()
    ui.flags_card()

st.subheader(t("Who takes part"), anchor=False)
left, right = st.columns(2)
with left:
    ui.teams_card()
with right:
    ui.suggestions_card()
if not projects.empty:
    ui.improvement_rows_card()
