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
partners = ui.ask_with("results/country_partners", here)
with ui.card(t("Partners that deliver the training here"), partners, key="partners"):
    ui.absent(partners, "partners")
    ui.plain_table(
        partners.frame,
        {"name": t("Partner"), "kind": t("Kind"), "sessions": t("Sessions held"), "last_on": t("Last session")},
        t("Partners with their kind, sessions held and last session"),
        key="partners_table",
    )

projects = ui.ask_with("results/country_projects", here)
with ui.card(t("Projects that fund the training here"), projects, key="projects"):
    ui.plain_table(
        projects.frame,
        {
            "title": t("Project"),
            "donors": t("Donors"),
            "starts_on": t("From"),
            "ends_on": t("To"),
            "enterprises": t("Enterprises trained"),
        },
        t("Projects with donors, dates and enterprises trained"),
        key="projects_table",
    )
ui.gaps(headline)

published = ui.ask_with("results/published_figures", here)
with ui.card(
    t("What has been published about it"), published, subtitle=t("As published, and never added up"), key="published"
):
    ui.published_table(published.frame, key="published_table")

stories = ui.ask_with("results/country_stories", here)
if not stories.empty:
    st.subheader(t("What people say"), anchor=False)
for story in stories.frame.head(3).itertuples():
    st.markdown(f"> {ui.plain(story.text)}")
