"""What has the programme done, against the period before, and how sure are we?"""

import streamlit as st

from impact import figures, ui
from impact.catalogue import indicator, indicators
from impact.text import t

headline = ui.ask("results/overview")
by_year = ui.ask("results/by_year")
by_sex = ui.ask("results/people_by_sex")
headlines = [i.code for i in indicators().values() if i.headline]
trained = indicator("enterprises_trained")
people = indicator("unique_people")

st.title(t("What SCORE has done"), anchor=False)
st.markdown(
    t(
        "SCORE trains small and medium enterprises: a two-day workshop for managers and workers together, then "
        "consultants in the factory, then measurement. It began in 2009 and has worked in more than 30 countries."
    )
)

ui.tiles(headline, by_year, headlines)

left, right = st.columns(2)
years = by_year.only(indicator=trained.code)
with (
    left,
    ui.card(figures.by_year_finding(years.frame, trained), years, measure=trained, total=headline, key="trained"),
):
    ui.chart(figures.by_year(years.frame, trained), key="trained_by_year")
with right, ui.card(figures.by_sex_finding(by_sex.frame), by_sex, measure=people, total=headline, key="sex"):
    ui.chart(figures.by_year_and_sex(by_sex.frame), key="people_by_sex")

ui.slides_button(ui.filters())

st.subheader(t("Where to go next"), anchor=False)
donor, reviewer, trainer = st.columns(3)
with donor.container(border=True, height="stretch"):
    st.markdown(t("**You fund the programme.** See what it has published, with the source of every figure."))
    ui.link("results/published_figures", t("Published figures"), ":material/menu_book:")
with reviewer.container(border=True, height="stretch"):
    st.markdown(t("**You review it.** See where it goes well, and where data are missing."))
    ui.link("results/country_map", t("Country map"), ":material/public:", indicator="satisfaction_rate")
with trainer.container(border=True, height="stretch"):
    st.markdown(t("**You train.** See your country: its modules, partners and gaps."))
    ui.link("results/country", t("One country"), ":material/flag:")
