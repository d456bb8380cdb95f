"""What is wrong with an export, before it is published?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("Check an export"), anchor=False)
st.markdown(
    t(
        "Upload what a country or the global team sent: a workbook, a zip, or the files of the tables. It is read and "
        "checked here, and neither kept nor published. What is found goes back as a workbook, at the cells concerned."
    )
)
ui.check_upload()
