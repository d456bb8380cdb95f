"""Who opened, took along, shared or changed what, and when?"""

import streamlit as st

from impact import ui
from impact.text import t

st.title(t("Audit"), anchor=False)
st.markdown(
    t(
        "What readers did here, by the viewer's id and nothing else of a person. "
        "Whether an entry was changed or removed, the command `python -m impact audit --verify` tells."
    )
)
ui.audit_log()
