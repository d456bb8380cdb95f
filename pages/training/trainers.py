"""Who trains, who still delivers, with which partners and at whose cost, and what lasts?"""

import streamlit as st

from impact import figures, ui
from impact.catalogue import indicator
from impact.text import t

active = indicator("active_trainers")
headline = ui.ask("results/overview")
by_year = ui.ask("results/by_year")

st.title(t("Trainers and partners"), anchor=False)
st.markdown(
    t(
        "Trainers learn in a training of trainers, deliver the training of enterprises, are certified, and some become "
        "experts who train others. Partners carry it on when a project ends. Who is able to, who still does, who pays?"
    )
)
pipeline = ["trainers_instructed", "trainers_certified", "trainers_expert"]
ui.tiles(headline, by_year, [*pipeline, active.code, "active_partners", "cost_recovery"])

st.subheader(t("Trainers"), anchor=False)
ui.pipeline_card()
left, right = st.columns(2)
with left:
    ui.curve_card()
with right:
    ui.waited_card()

st.subheader(t("Who delivers"), anchor=False)
ui.active_card(headline)
left, right = st.columns(2)
years = by_year.only(indicator=active.code)
with left, ui.card(figures.by_year_finding(years.frame, active), years, measure=active, total=headline, key="trend"):
    ui.chart(figures.by_year(years.frame, active), key="active_by_year")
with right:
    ui.spread_card()
left, right = st.columns(2)
with left:
    ui.modules_card()
with right:
    ui.gaps_card()

st.subheader(t("Partners and money"), anchor=False)
left, right = st.columns(2)
with left:
    ui.kinds_card()
with right:
    ui.costs_card(headline)
ui.partners_card()

st.subheader(t("What lasts"), anchor=False)
left, right = st.columns(2)
with left:
    ui.lasting_card()
with right:
    ui.lasting_places_card()

st.subheader(t("Sessions"), anchor=False)
left, right = st.columns(2)
with left:
    ui.calendar_card()
with right:
    ui.mix_card()
left, right = st.columns(2)
with left:
    ui.planned_card("planned")
with right:
    ui.planned_card("not_confirmed")
ui.sessions_card()
