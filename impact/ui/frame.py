"""What stands around every page: title bar, sidebar, banner, filters before it; origin and notice after it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import streamlit as st

from impact.text import t
from impact.ui import (
    downloads,
    filterbar,
    navigation,
    notices,
    problems,
    reader,
    sharing,
    standing,
    trail,
)

ICON = str(Path(__file__).with_name("icon.png"))


def start(sections: Callable[[], Mapping[str, Sequence[navigation.Page]]]) -> None:
    """Draw the frame and run the page that was asked for. `sections` are made here, in the reader's language."""
    st.set_page_config(page_icon=ICON, layout="wide")
    st.logo(ICON, size="large")
    try:
        reader.speak()
        if problems.nothing_published():
            navigation.only(problems.welcome, t("Welcome"), sections())
            return
        reader.begin()
    except problems.KNOWN as error:
        navigation.only(partial(problems.say, error), t("Not available"), sections())
        return
    page = navigation.navigate(sections())
    shown = navigation.current()
    standing.banner()
    notices.banner()
    if shown:
        _above(shown)
    ignored = st.container()
    with problems.told(), suppress(notices.PageEndsError):
        page.run()
    reader.end()
    with ignored:
        filterbar.tell_ignored()
        downloads.tell_untold()
    notices.footer()


def _above(page: navigation.Page) -> None:
    trail.note_opening(page.name)
    with st.container(horizontal=True, gap="small"):
        if not page.administration:
            filterbar.filter_bar(reader.snapshot().as_of.year)
        sharing.share_button()
