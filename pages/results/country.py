"""One country: what was done there, by whom, with what result, and what is missing?"""

import streamlit as st

from impact import figures, ui
from impact.catalogue import indicator, indicators
from impact.text import t

names = ui.options().get("country", {})
place = ui.choice("place", t("Country"), names, default=next(iter(names), ""))
st.title(ui.plain(names.get(place, t("One country"))), anchor=False)
here = ui.here(place)
country = ui.ask_with("results/country", here)
ui.stop_if_empty(country)
known = country.frame.iloc[0]

headline = ui.ask_with("results/overview", here)
by_year = ui.ask_with("results/by_year", here)
modules = ui.ask_with("results/country_modules", here)
by_sex = ui.ask_with("results/people_by_sex", here)
trained = indicator("enterprises_trained")
people = indicator("unique_people")

st.markdown(ui.country_sentence(known))
with st.container(horizontal=True, gap="small"):
    ui.brief_button(here)
    ui.slides_button(here)
ui.tiles(headline, by_year, [i.code for i in indicators().values() if i.headline])

left, right = st.columns(2)
years = by_year.only(indicator=trained.code)
with (
    left,
    ui.card(figures.by_year_finding(years.frame, trained), years, measure=trained, total=headline, key="trained"),
):
    ui.chart(figures.by_year(years.frame, trained), key="trained_by_year")
with right, ui.card(figures.by_sex_finding(by_sex.frame), by_sex, measure=people, total=headline, key="sex"):
    ui.chart(figures.by_year_and_sex(by_sex.frame), key="people_by_sex")
with ui.card(
    figures.modules_finding(modules.frame),
    modules,
    subtitle=t("Enterprises by module, in teaching order"),
    key="modules",
):
    ui.chart(figures.module_steps(modules.frame), key="modules")

st.subheader(t("Trainers and partners"), anchor=False)
ui.tiles(headline, by_year, ["trainers_certified", "trainers_expert", "active_trainers", "active_partners"])
ui.country_partners_card(here)
ui.country_projects_card(here)
ui.gaps(headline)
ui.country_published_card(here)
ui.country_stories(here)
