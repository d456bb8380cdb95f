"""Share the page as it is chosen now, and see and end the links that were shared."""

from urllib.parse import urlsplit, urlunsplit

import streamlit as st

from impact import links
from impact.access import AccessError, Viewer
from impact.links import DAYS, MOST_DAYS, Link
from impact.state import StateError
from impact.text import day, number, t
from impact.ui import navigation, opened, reader
from impact.ui.safe import plain

MOST = 20
_MADE = "sharing_made"


def share_button() -> None:
    """Offer to share the page, to whoever may, where whoever opens a link could see it."""
    page = navigation.current()
    if page is None or not reader.may_write() or reader.person().viewer.role not in links.SHARERS:
        return
    if not page.is_open_to(Viewer("donor")):
        return
    form = st.popover(t("Share"), icon=":material/share:", key="share", on_change="rerun")
    if form.open:
        with form:
            try:
                _form(page)
                _listed()
            except (AccessError, StateError) as error:
                st.error(plain(error), icon=":material/error:")


def closed(why: str) -> None:
    """The page in place of a link with nothing behind it."""
    titles = {
        "expired": t("This link has expired"),
        "revoked": t("This link was withdrawn"),
        "gone": t("This link shows nothing any more"),
    }
    said = {
        "expired": t("Links hold for a time. Ask whoever sent it for a new one."),
        "revoked": t("Whoever shared it has ended it, or an administrator has. Ask whoever sent it."),
        "gone": t("Whoever shared it may not share it now, or what it showed is not in the data. Ask for a new one."),
    }
    st.title(titles.get(why, t("This link does not work")), anchor=False)
    st.markdown(said.get(why, t("It is not whole, or was changed on the way. Copy it again, to its last sign.")))


def _form(page: navigation.Page) -> None:
    st.caption(
        t(
            "Whoever has the link sees this page with these filters, and no other page: groups only, small ones "
            "withheld, whatever you may see. It ends when your own rights do."
        )
    )
    days = st.number_input(t("Days until it ends"), 1, MOST_DAYS, DAYS, key="share_days")
    if st.button(t("Make a link"), icon=":material/add_link:", key="share_make"):
        _make(page, int(days))
    made = st.session_state.get(_MADE)
    if made and made[:2] == (page.name, _chosen()):
        st.code(made[2], language=None, wrap_lines=True)


def _make(page: navigation.Page, days: int) -> None:
    if not reader.may_write():
        return
    token = links.share(reader.person(), page.name, _chosen(), days, reader.snapshot().id)
    st.session_state[_MADE] = (page.name, _chosen(), f"{_address()}?{opened.SHARE}={token}")


def _address() -> str:
    """The address of the page without its choices."""
    parts = urlsplit(st.context.url or "")
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))


def _chosen() -> dict[str, str]:
    return {name: value for name, value in reader.choices().items() if name != reader.LANGUAGE}


def _listed() -> None:
    found = [link for link in links.listed(reader.person()) if link.state == "open"]
    if not found:
        return
    st.subheader(t("Links that hold"), anchor=False)
    for link in found[:MOST]:
        _line(link)
    if len(found) > MOST:
        st.caption(t("The newest {shown} of {count}.", shown=number(MOST), count=number(len(found))))


def _line(link: Link) -> None:
    chosen = ", ".join(f"{name} = {value}" for name, value in sorted(link.choices.items())) or t("no filters")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            t(
                "{page}, {choices}; by {who}, until {day}",
                page=plain(navigation.title_of(link.page)),
                choices=plain(chosen[:200]),
                who=plain(link.sharer),
                day=day(link.ends_at.date()),
            )
        )
        key = f"revoke_{link.link_id}"
        if st.button(t("Revoke"), icon=":material/link_off:", type="tertiary", key=key) and reader.may_write():
            links.revoke(link.link_id, reader.person(), reader.snapshot().id)
            st.rerun()
