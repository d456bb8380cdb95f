"""The shared link that is open: read from the address on every run, and nothing is remembered of it after that."""

import re
from collections.abc import Mapping

import streamlit as st

from impact import links
from impact.links import LinkError, Opened

SHARE = "share"
_LINK = "opened_link"
# How a page is looked at, which tells no more than the link does: the language, and chart or table.
_FREE = re.compile(r"lang|see_\w+")


def begin() -> None:
    """Open the link that the address names; raises LinkError when there is nothing behind it."""
    st.session_state[_LINK] = None
    token = st.query_params.get(SHARE)
    if token is not None:
        st.session_state[_LINK] = links.opened(token)


def link() -> Opened | None:
    """The link that is open; None where somebody looks by the own rights."""
    return st.session_state.get(_LINK)


def is_fixed(name: str) -> bool:
    """Is this choice the link's, which nobody changes?"""
    return link() is not None and not _FREE.fullmatch(name)


def choices(given: Mapping[str, str]) -> dict[str, str]:
    """The choices that hold: those of the address, or of the open link and of the address what is free."""
    shared = link()
    if shared is None:
        return dict(given)
    return {**shared.link.choices, **{name: value for name, value in given.items() if not is_fixed(name)}}


def address(chosen: Mapping[str, str]) -> dict[str, str]:
    """What the address must say for these choices."""
    shared = link()
    if shared is None:
        return dict(chosen)
    free = {name: value for name, value in chosen.items() if not is_fixed(name)}
    return {SHARE: links.token(shared.link), **free}


def gone() -> LinkError:
    """What the link shows is not there any more."""
    return LinkError("gone")
