"""Which modules do enterprises take up, in which order, how far do they get, and where do they stop?"""

import streamlit as st

from impact import ui
from impact.text import t

TILES = ["enterprises_trained", "enterprises_completed", "module_uptake", "modules_per_enterprise", "completion_rate"]
headline = ui.ask("results/overview")

st.title(t("Module uptake"), anchor=False)
st.markdown(
    t(
        "An enterprise enrols in a module, is measured, comes to the workshop, is visited, is measured again, and "
        "completes; then it may take the next one. An enterprise in a module is an engagement: it counts on the day of "
        "its workshop, and until that is held on the day of its enrolment."
    )
)
ui.tiles(headline, ui.ask("results/by_year", indicators=TILES), TILES)

left, right = st.columns(2)
with left:
    by, shown = ui.choose_uptake()
uptake = ui.ask("training/module_uptake", by=by)
ui.stop_if_empty(uptake.only(whole=True, status="shown"))
with left:
    ui.uptake_card(uptake, by, shown)
ui.stop_without_engagements(uptake)
with right:
    ui.lines_card(ui.ask("training/module_years", lines=ui.choose_lines()))

completion = ui.ask("training/module_completion")
ui.panels_card(completion)
ui.paths_card(ui.ask("training/module_paths"))
ui.sequences_card(ui.ask("training/module_sequences"))

steps = ui.ask("training/module_funnel")
module = ui.choose_funnel(steps)
left, right = st.columns(2)
with left:
    ui.funnel_card(steps.only(code=module))
with right:
    ui.completion_card(completion, headline)

ui.dictionary_card(ui.ask("training/module_dictionary"))
ui.engagements_card()
