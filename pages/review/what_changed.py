"""What changed since another export: which figures moved, and was it news, late reports, or a correction?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("What changed"), anchor=False)
st.markdown(
    t(
        "Every movement between two snapshots is split into what is new, what came late, what was corrected or "
        "removed, and what is only counted differently. The parts sum to the whole."
    )
)
ui.changed()
