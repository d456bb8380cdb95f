"""The pages, their sections, and links that take the filters along."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from impact import text
from impact.access import Viewer
from impact.audit import READERS
from impact.settings import ROOT
from impact.text import t
from impact.ui import choices, identity, opened, reader, standing

_CURRENT = "navigation_current"
_OPEN = "navigation_open"


@dataclass(frozen=True)
class Page:
    """A page of `pages/<section>/<name>.py`; `title` and `icon` are as readers see them.

    `one_by_one` marks a page of single enterprises, which is not there for whoever sees them together only; a page of
    `administration` is there for administrators only. One of the `public` is there where a snapshot holds nothing but
    what the public may know; one of `projects` is there for whoever may see targets and money.
    """

    name: str
    title: str
    icon: str
    one_by_one: bool = False
    administration: bool = False
    public: bool = False
    projects: bool = False

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
        if (self.one_by_one and viewer.only_groups) or (self.projects and not viewer.sees_promises):
            return False
        return not self.administration or viewer.role in READERS


def navigate(sections: Mapping[str, Sequence[Page]]) -> st.Page:
    """Register the pages, draw the links of those there are for the reader, and return the page that was asked for."""
    every = [page for members in sections.values() for page in members]
    viewer = reader.viewer()
    allowed = {page.name: page for page in every if _is_open(page, viewer)}
    pages = {p.name: _page(p, open_=p.name in allowed, default=i == 0) for i, p in enumerate(every)}
    current = st.navigation(list(pages.values()), position="hidden")
    st.session_state[_OPEN] = allowed
    st.session_state[_CURRENT] = next((p for p in allowed.values() if pages[p.name] == current), None)
    with st.sidebar:
        if opened.link() is None:
            for section, members in sections.items():
                _section(section, {p: pages[p.name] for p in members if p.name in allowed})
        _language()
        if opened.link() is None:
            standing.choose()
            identity.badge(reader.person())
    return current


def only(page: Callable[[], None], title: str, sections: Mapping[str, Sequence[Page]]) -> None:
    """Run one page at the address of every page, so that the link is kept for when the others can be shown.

    Navigation is declared even when there is nothing to navigate, or Streamlit would serve pages/ by itself.
    """
    paths = [p.path for members in sections.values() for p in members]
    pages = [st.Page(page, title=title, url_path=path, default=i == 0) for i, path in enumerate(paths)]
    st.navigation(pages, position="hidden").run()


def current() -> Page | None:
    """The page that is shown; None where there is no such page for the reader."""
    return st.session_state.get(_CURRENT)


def title_of(page: str) -> str:
    """A page's title by its name, where the reader has that page."""
    known: dict[str, Page] = st.session_state[_OPEN]
    return known[page].title if page in known else page


def link(page: str, label: str, icon: str | None = None, **own: str) -> None:
    """A link to another page with the shared filters and the page's own choices; none to a page that is not there."""
    if not _leads_to(page):
        return
    target = str(ROOT / "pages" / f"{page}.py")
    st.page_link(target, label=label, icon=icon, query_params={**reader.shared_link(), **own})


def go(page: str, **own: str) -> None:
    """Open another page with the shared filters and its own choices, where it is there for the reader."""
    if _leads_to(page):
        st.switch_page(str(ROOT / "pages" / f"{page}.py"), query_params={**reader.shared_link(), **own})


def _leads_to(page: str) -> bool:
    return opened.link() is None and page in st.session_state[_OPEN]


def _is_open(page: Page, viewer: Viewer) -> bool:
    """Is the page there: for this viewer, and where a shared link is open, is it the one that was shared?"""
    shared = opened.link()
    if reader.snapshot().audience == "public" and not page.public:
        return False
    return page.is_open_to(viewer) and (shared is None or shared.link.page == page.name)


def _section(title: str, pages: Mapping[Page, st.Page]) -> None:
    if pages:
        st.caption(title)
    for page, target in pages.items():
        st.page_link(target, label=page.title, icon=page.icon, query_params=reader.shared_link(), width="stretch")


def _page(page: Page, *, open_: bool, default: bool) -> st.Page:
    if open_:
        return st.Page(page.file, title=page.title, url_path=page.path, default=default)
    return st.Page(_no_such_page, title=t("No such page"), url_path=page.path, default=default)


def _no_such_page() -> None:
    st.title(t("No such page"), anchor=False)
    if opened.link():
        st.markdown(t("The link shows one page, and this is another."))
    else:
        st.markdown(t("There is no such page for you. The pages that there are stand at the side."))


def _language() -> None:
    if len(text.languages()) > 1:
        names = {code: text.language_name(code) for code in text.languages()}
        choices.choice(reader.LANGUAGE, t("Language"), names, default=text.language())
