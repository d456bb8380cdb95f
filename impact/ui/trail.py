"""What the audit notes of pages: each opening once, however often the page is drawn anew."""

import time

import streamlit as st

from impact import audit
from impact.access import Viewer
from impact.ui import look, opened, reader

MINUTE = 60.0
_SEEN = "trail_seen"


def note_opening(page: str) -> None:
    """Note that a page was opened; the same one again within a minute of the session is the same opening."""
    seen: dict[tuple[str, str], float] = st.session_state.setdefault(_SEEN, {})
    about = page
    if opened.link() is None and (other := look.chosen(reader.person())):
        about = f"{page} as {rights_said(other)}"
    key, now = (reader.name(), about), time.monotonic()
    if key in seen and now - seen[key] < MINUTE:
        return
    seen[key] = now
    audit.noted("opened", reader.name(), about, reader.snapshot().id)


def rights_said(viewer: Viewer) -> str:
    """Rights as the audit keeps them: a trainer's id is a person's, and stays out."""
    shown = viewer.role in ("coordinator", "donor")
    return f"{viewer.role}:{','.join(viewer.scope)}" if shown else viewer.role
