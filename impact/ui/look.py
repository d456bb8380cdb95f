"""As whom an administrator looks, to see what others see: kept for the session, and never in the link."""

import streamlit as st

from impact.access import AccessError, Viewer, may_look_as
from impact.viewers import Identity

_LOOK = "look_as"


def start(who: Identity, other: Viewer) -> None:
    """Look with the rights of another; raises AccessError for whoever may not."""
    if not may_look_as(who.viewer, other):
        raise AccessError(f"The role '{who.viewer.role}' may not look as '{other.role}'.")
    st.session_state[_LOOK] = (who.id, other)


def stop() -> None:
    """Look with the own rights again."""
    st.session_state.pop(_LOOK, None)


def chosen(who: Identity) -> Viewer | None:
    """As whom this one looks; None for the own rights, and for who may not, or not any more."""
    kept = st.session_state.get(_LOOK)
    if kept is None or kept[0] != who.id or not may_look_as(who.viewer, kept[1]):
        return None
    return kept[1]


def narrowed(who: Identity) -> Viewer:
    """The rights with which this one looks now."""
    return chosen(who) or who.viewer
