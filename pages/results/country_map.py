"""Where is it going well? One indicator at a time, country by country."""

import streamlit as st

from impact import figures, ui
from impact.catalogue import indicator, indicators
from impact.text import t

st.title(t("Country by country"), anchor=False)
codes = {i.code: t(i.label) for i in indicators().values()}
chooser, switch = st.columns([3, 2], vertical_alignment="bottom")
with chooser:
    measure = indicator(ui.choice("indicator", t("Indicator"), codes, default="enterprises_trained"))
with switch:
    layers = {"countries": t("Countries"), "enterprises": t("Countries and enterprises")}
    offered = ui.one_by_one()
    shown = ui.choice("view", t("On the map"), layers, default="countries", form="side by side") if offered else ""

by_country = ui.ask("results/country_map", indicator=measure.code)
ui.stop_if_empty(by_country)
ui.absent(by_country, *measure.source)
points = ui.ask("results/enterprise_points") if shown == "enterprises" else None

map_side, table_side = st.columns([3, 2])
with (
    map_side,
    ui.card(
        figures.country_finding(by_country.frame, measure),
        by_country,
        measure=measure,
        total=ui.ask("results/overview"),
        subtitle=t(measure.label),
    ),
):
    clicked = ui.country_map(by_country.frame, measure, points.frame if points else None)
with table_side:
    picked = ui.country_table(by_country, measure)
if clicked or picked:
    ui.go("results/country", place=clicked or picked)
