"""The only maker of downloads: a file is made when it is asked for, and the audit notes who took it."""

from collections.abc import Callable

import streamlit as st

from impact import audit, limits
from impact.text import t, tn
from impact.ui import reader
from impact.ui.safe import plain

_UNTOLD = "downloads_untold"


def button(label: str, make: Callable[[bool], bytes], file: str, mime: str, icon: str, key: str) -> None:
    """Offer a file. `make` is told whether the audit notes it, so that the file can say when it does not."""
    who, snapshot = reader.name(), reader.snapshot().id
    about = " ".join([file, *(f"{name}={value}" for name, value in reader.filters().link().items())])
    untold: list[str] = st.session_state.setdefault(_UNTOLD, [])
    wait = limits.minutes_left(who)

    def made() -> bytes:
        # Run by the server later, outside of the page and its session.
        limits.take(who)
        content = make(True)
        if audit.noted("exported", who, about, snapshot):
            return content
        untold.append(file)
        return make(False)

    too_many = tn(
        "You have taken as many files as there may be in an hour. There is another one in {count} minute.",
        "You have taken as many files as there may be in an hour. There is another one in {count} minutes.",
        wait,
    )
    st.download_button(
        label,
        made,
        file,
        mime,
        icon=icon,
        type="tertiary",
        on_click="ignore",
        key=key,
        disabled=wait > 0,
        help=too_many if wait else None,
    )


def add_untold(what: str) -> None:
    """Say on the next page that something is missing in the audit."""
    st.session_state.setdefault(_UNTOLD, []).append(what)


def tell_untold() -> None:
    """Say what the audit could not note, once."""
    untold = st.session_state.get(_UNTOLD, [])
    for file in untold:
        st.warning(t("{file}: {said}", file=plain(file), said=not_noted()), icon=":material/history_toggle_off:")
    untold.clear()


def not_noted() -> str:
    """What is said of what is missing in the audit."""
    return t("This could not be noted in the audit. Tell whoever runs the dashboard.")
