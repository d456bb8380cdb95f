"""What stands around every page: title bar, sidebar, banner, filters before it; origin and notice after it."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import streamlit as st

from impact.text import t
from impact.ui import (
    changes,
    downloads,
    files,
    filterbar,
    identity,
    navigation,
    notices,
    opened,
    problems,
    reader,
    sharing,
    standing,
    trail,
)

# Inside its own address: whoever stands before the door cannot fetch a file.
ICON = "data:image/png;base64," + b64encode(Path(__file__).with_name("icon.png").read_bytes()).decode()
Sections = Callable[[], Mapping[str, Sequence[navigation.Page]]]


def start(sections: Sections) -> None:
    """Draw the frame and run the page that was asked for. `sections` are made here, in the reader's language."""
    st.set_page_config(page_icon=ICON, layout="wide")
    st.logo(ICON, size="large")
    try:
        reader.speak()
        identity.check_exposure()
        opened.begin()
        # Nothing is asked of the data before it is known who looks, or what was shared.
        why = None if opened.link() else identity.closed()
        if why:
            navigation.only(partial(identity.door, why), t("Sign in"), sections())
            return
        if problems.nothing_published():
            navigation.only(partial(problems.welcome, reader.viewer()), t("Welcome"), sections())
            return
        reader.begin()
    except problems.KNOWN as error:
        navigation.only(partial(problems.say, error), t("Not available"), sections())
        return
    changes.note_visit()
    page = navigation.navigate(sections())
    shown = navigation.current()
    standing.banner()
    notices.banner()
    if shown:
        _above(shown)
    ignored = st.container()
    with problems.told(), suppress(notices.PageEndsError):
        page.run()
        files.workbook_button()
    reader.end()
    with ignored:
        filterbar.tell_ignored()
        downloads.tell_untold()
    notices.footer()


def _above(page: navigation.Page) -> None:
    trail.note_opening(page.name)
    with st.container(horizontal=True, gap="small"):
        if not page.administration and reader.snapshot().audience != "public":
            filterbar.filter_bar(reader.snapshot().as_of.year)
        sharing.share_button()
