"""The pages, their sections, and links that take the filters along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from impact import text
from impact.settings import ROOT
from impact.text import t
from impact.ui import choices, reader


@dataclass(frozen=True)
class Page:
    """A page of `pages/<section>/<name>.py`; `title` and `icon` are as readers see them."""

    name: str
    title: str
    icon: str

    @property
    def file(self) -> str:
        """The page's script."""
        return str(ROOT / "pages" / f"{self.name}.py")

    @property
    def path(self) -> str:
        """The page's address."""
        return self.name.partition("/")[2].replace("_", "-")


def navigate(sections: Mapping[str, Sequence[Page]]) -> st.Page:
    """Register the pages, draw their links in the sidebar, and return the page that was asked for."""
    pages = {p.name: _page(p, default=i == 0) for i, p in enumerate(p for s in sections.values() for p in s)}
    current = st.navigation(list(pages.values()), position="hidden")
    with st.sidebar:
        for section, members in sections.items():
            st.caption(section)
            for page in members:
                st.page_link(
                    pages[page.name],
                    label=page.title,
                    icon=page.icon,
                    query_params=reader.shared_link(),
                    width="stretch",
                )
        _language()
    return current


def link(page: str, label: str, icon: str | None = None, **own: str) -> None:
    """A link to another page that takes the shared filters along, and the page's own choices."""
    target = str(ROOT / "pages" / f"{page}.py")
    st.page_link(target, label=label, icon=icon, query_params={**reader.shared_link(), **own})


def go(page: str, **own: str) -> None:
    """Open another page with the shared filters and its own choices."""
    st.switch_page(str(ROOT / "pages" / f"{page}.py"), query_params={**reader.shared_link(), **own})


def _page(page: Page, *, default: bool) -> st.Page:
    return st.Page(page.file, title=page.title, url_path=page.path, default=default)


def _language() -> None:
    if len(text.languages()) > 1:
        names = {code: text.language_name(code) for code in text.languages()}
        choices.choice(reader.LANGUAGE, t("Language"), names, default=text.language())
