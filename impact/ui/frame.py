"""What stands around every page: title bar, sidebar, banner, filters before it; origin and notice after it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import streamlit as st

from impact.text import t
from impact.ui import filterbar, navigation, notices, problems, reader

ICON = str(Path(__file__).with_name("icon.png"))


def start(sections: Callable[[], Mapping[str, Sequence[navigation.Page]]]) -> None:
    """Draw the frame and run the page that was asked for. `sections` are made here, in the reader's language."""
    st.set_page_config(page_icon=ICON, layout="wide")
    st.logo(ICON, size="large")
    if not _published():
        return
    with problems.clear():
        reader.begin()
        page = navigation.navigate(sections())
        notices.banner()
        filterbar.filter_bar(reader.snapshot().as_of.year)
        ignored = st.container()
        with suppress(notices.PageEndsError):
            page.run()
        reader.end()
        with ignored:
            filterbar.tell_ignored()
        notices.footer()


def _published() -> bool:
    # Navigation is declared even when there is nothing to navigate, or Streamlit would serve pages/ by itself.
    if problems.nothing_published():
        st.navigation([st.Page(problems.welcome, title=t("Welcome"))], position="hidden").run()
        return False
    return True
