"""What does each indicator mean, and how well is it covered?"""

import streamlit as st

from impact import ui
from impact.catalogue import indicators
from impact.questions import read
from impact.text import t

st.title(t("Indicators"), anchor=False)
st.markdown(t("Every number in this dashboard has its definition here, and the SQL that gives its rows."))

levels = {"output": t("Output"), "outcome": t("Outcome"), "system": t("System"), "quality": t("Data quality")}
words, level_side = st.columns([3, 2], vertical_alignment="bottom")
with words:
    wanted = ui.search("search", t("Search"), t("A word, such as women or cost"))
with level_side:
    level = ui.choice("level", t("Level"), levels)
linked = ui.choice("indicator", t("Go to"), {i.code: t(i.label) for i in indicators().values()})

headline = ui.ask("results/overview")
found = [i for i in indicators().values() if ui.fits(i, wanted, level, linked)]
if not found:
    st.info(t("No indicator fits. Clear the search or choose another level."), icon=":material/search_off:")
for measure in found:
    row = headline.only(indicator=measure.code)
    with st.expander(ui.indicator_line(measure, row), expanded=len(found) == 1, key=f"indicator_{measure.code}"):
        ui.definition(measure)
        ui.indicator_facts(measure, row)
        st.code(read(measure.query), language="sql", wrap_lines=True)
