"""The pages, their sections, and links that take the filters along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from impact import text
from impact.access import Viewer
from impact.settings import ROOT
from impact.text import t
from impact.ui import choices, identity, reader

_OPEN = "navigation_open"


@dataclass(frozen=True)
class Page:
    """A page of `pages/<section>/<name>.py`; `title` and `icon` are as readers see them.

    `one_by_one` marks a page of single enterprises, which is not there for whoever sees them together only.
    """

    name: str
    title: str
    icon: str
    one_by_one: bool = False

    @property
    def file(self) -> str:
        """The page's script."""
        return str(ROOT / "pages" / f"{self.name}.py")

    @property
    def path(self) -> str:
        """The page's address."""
        return self.name.partition("/")[2].replace("_", "-")

    def is_open_to(self, viewer: Viewer) -> bool:
        """Is the page there for this viewer?"""
        return not (self.one_by_one and viewer.only_groups)


def navigate(sections: Mapping[str, Sequence[Page]]) -> st.Page:
    """Register the pages, draw the links of those there are for the reader, and return the page that was asked for."""
    viewer = reader.viewer()
    every = [page for members in sections.values() for page in members]
    pages = {p.name: _page(p, viewer, default=i == 0) for i, p in enumerate(every)}
    st.session_state[_OPEN] = {p.name for p in every if p.is_open_to(viewer)}
    current = st.navigation(list(pages.values()), position="hidden")
    with st.sidebar:
        for section, members in sections.items():
            shown = [page for page in members if page.is_open_to(viewer)]
            if shown:
                st.caption(section)
            for page in shown:
                st.page_link(
                    pages[page.name],
                    label=page.title,
                    icon=page.icon,
                    query_params=reader.shared_link(),
                    width="stretch",
                )
        _language()
        _who()
    return current


def only(page: Callable[[], None], title: str, sections: Mapping[str, Sequence[Page]]) -> None:
    """Run one page at the address of every page, so that the link is kept for when the others can be shown.

    Navigation is declared even when there is nothing to navigate, or Streamlit would serve pages/ by itself.
    """
    paths = [p.path for members in sections.values() for p in members]
    pages = [st.Page(page, title=title, url_path=path, default=i == 0) for i, path in enumerate(paths)]
    st.navigation(pages, position="hidden").run()


def link(page: str, label: str, icon: str | None = None, **own: str) -> None:
    """A link to another page that takes the shared filters along, and the page's own choices; none to a closed one."""
    if page not in st.session_state[_OPEN]:
        return
    target = str(ROOT / "pages" / f"{page}.py")
    st.page_link(target, label=label, icon=icon, query_params={**reader.shared_link(), **own})


def go(page: str, **own: str) -> None:
    """Open another page with the shared filters and its own choices."""
    st.switch_page(str(ROOT / "pages" / f"{page}.py"), query_params={**reader.shared_link(), **own})


def _page(page: Page, viewer: Viewer, *, default: bool) -> st.Page:
    if page.is_open_to(viewer):
        return st.Page(page.file, title=page.title, url_path=page.path, default=default)
    return st.Page(_no_such_page, title=t("No such page"), url_path=page.path)


def _no_such_page() -> None:
    st.title(t("No such page"), anchor=False)
    st.markdown(t("There is no such page for you. The pages that there are stand at the side."))


def _who() -> None:
    who = identity.signed_in()
    if who:
        identity.badge(who)


def _language() -> None:
    if len(text.languages()) > 1:
        names = {code: text.language_name(code) for code in text.languages()}
        choices.choice(reader.LANGUAGE, t("Language"), names, default=text.language())
