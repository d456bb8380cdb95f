"""The right of reply: what an enterprise answers stands beside its figure, and a form takes it down."""

from datetime import date

import streamlit as st

from impact import reply
from impact.reports.words import role_said
from impact.state import LONGEST, StateError
from impact.text import day, t
from impact.ui import reader
from impact.ui.safe import plain


def replies(enterprise: str, kpi: str = "") -> None:
    """Show what the enterprise answered to one figure, or with no `kpi` to all that is shown of it, newest first."""
    for given in reply.given(enterprise, kpi, reader.viewer()):
        with st.container(border=True):
            st.caption(
                t(
                    "The enterprise's answer, {day}, written down by {role}:",
                    day=day(given.on),
                    role=role_said(given.by),
                )
            )
            st.text(given.text)
            if given.shown:
                st.caption(t("It answers to: {figure}.", figure=plain(given.shown)))


def reply_form(enterprise: str, kpi: str = "") -> None:
    """Take down what the enterprise answers to one figure, or to all that is shown of it, where one may write."""
    if not reader.may_write():
        return
    name = f"reply_{enterprise}_{kpi}"
    with st.popover(t("Write down an answer"), icon=":material/reply:", type="tertiary"):
        st.caption(
            t(
                "What the enterprise says to this figure is kept with its date and shown to whoever sees the figure. "
                "Name no person."
            )
        )
        with st.form(name, clear_on_submit=True, border=False):
            said = st.text_area(t("The enterprise's answer"), max_chars=LONGEST, key=f"{name}_text")
            sent = st.form_submit_button(t("Keep the answer"), icon=":material/save:")
        if sent:
            _keep(enterprise, kpi, said)


def _keep(enterprise: str, kpi: str, said: str) -> None:
    if not said.strip():
        st.error(t("The answer is empty. Write what the enterprise says."), icon=":material/error:")
        return
    try:
        reply.give(enterprise, said, kpi=kpi, on=date.today(), viewer=reader.viewer(), who=reader.person().id)
    except StateError as error:
        st.error(plain(error), icon=":material/error:")
        return
    st.rerun()
