"""As whom is looked: the form in which an administrator chooses it, and the banner that nobody can miss."""

import streamlit as st

from impact import audit
from impact.access import LOOKS_AS, SCOPED, Viewer
from impact.filters import Filters
from impact.text import day, listing, t
from impact.ui import look, opened, reader, trail
from impact.ui.identity import role_name
from impact.ui.safe import plain


def banner() -> None:
    """Above every page that is not looked at with one's own rights: whose they are, and the way back."""
    shared = opened.link()
    if shared:
        said = t(
            "Somebody shared this page with its filters, until {day}. It shows groups only, withholds small ones, and "
            "cannot be changed.",
            day=day(shared.link.ends_at.date()),
        )
        st.info(said, title=t("A shared page"), icon=":material/link:")
    elif other := look.chosen(reader.person()):
        said = t(
            "Everything here is what this role sees: {who}. Nothing can be written down or shared meanwhile.",
            who=_said(other),
        )
        with st.container(horizontal=True, vertical_alignment="center", key="look_banner"):
            st.warning(said, title=t("You are viewing as somebody else"), icon=":material/visibility:")
            st.button(t("Stop viewing as"), icon=":material/close:", type="primary", key="look_stop", on_click=_stop)


def choose() -> None:
    """Let an administrator or the owner look as another role."""
    if not reader.may_write() or reader.person().viewer.role not in LOOKS_AS:
        return
    form = st.expander(t("View as"), icon=":material/visibility:", key="look", on_change="rerun")
    if form.open:
        with form:
            _form()


def _form() -> None:
    who = reader.person()
    roles = LOOKS_AS[who.viewer.role]
    role = st.selectbox(t("Role"), roles, format_func=role_name, key="look_role")
    scope = _scope(role)
    wanted = Viewer(role, tuple(sorted(scope)))
    lacking = role in SCOPED and not scope
    if st.button(t("View with these rights"), disabled=lacking, key="look_start"):
        look.start(who, wanted)
        audit.noted("viewed_as", who.id, trail.rights_said(wanted), reader.snapshot().id)
        st.rerun()


def _scope(role: str) -> list[str]:
    """The scope of a role, of what there is in the data."""
    if role == "trainer":
        return _trainer()
    known = reader.options().get({"coordinator": "country", "donor": "project"}.get(role, ""), {})
    if not known:
        return []
    label = t("Countries") if role == "coordinator" else t("Projects")
    chosen = st.multiselect(label, list(known), format_func=lambda code: known[code], key=f"look_{role}")
    return [code for code in chosen if code in known]


def _trainer() -> list[str]:
    words = st.text_input(t("Find a trainer"), placeholder=t("Part of an id"), max_chars=80, key="look_words")
    found = reader.ask_with("enterprises/trainer_choices", Filters(), words=words, trainer="").frame
    known = list(found["trainer_id"])
    chosen = st.selectbox(t("Trainer"), known, index=None, key="look_trainer")
    return [str(chosen)] if chosen in known else []


def _stop() -> None:
    look.stop()
    audit.noted("viewed_as", reader.person().id, "own rights again", reader.snapshot().id)


def _said(viewer: Viewer) -> str:
    options = reader.options()
    labels = {**options.get("country", {}), **options.get("project", {})}
    scope = listing([labels.get(code, code) for code in viewer.scope])
    return plain(f"{role_name(viewer.role)} · {scope}" if scope else role_name(viewer.role))
