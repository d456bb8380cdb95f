"""One project: with how much money, for whom, with which partners, and what came of its targets?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("One project"), anchor=False)
ui.stop_if_empty(ui.ask("results/project"))
project = ui.choose_project()
one = ui.ask_with("results/project", ui.only(project))

st.subheader(ui.plain(one.frame.iloc[0]["title"]), anchor=False)
ui.project_facts(one.frame.iloc[0])
ui.project_targets(ui.only(project))
ui.money_card(ui.only(project))
ui.unit_costs_card(ui.only(project))
ui.places_cards(ui.only(project))
