"""Who looks: known from the sign-in before anything is asked, anew on every run; and the pages before the door."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from impact import exposure, viewers
from impact.notice import adaptation
from impact.settings import settings
from impact.text import t
from impact.ui.safe import plain
from impact.viewers import Closed, Identity


def provider() -> Mapping[str, Any]:
    """The section [auth] of Streamlit's secrets, which describes the sign-in service; empty where there is none."""
    try:
        return st.secrets.get("auth", {})
    except FileNotFoundError:
        return {}


def check_exposure() -> None:
    """Refuse, with a SettingsError, to show anything where too many could see it."""
    exposure.check(st.get_option("server.address"), provider(), st.get_option("server.trustedUserHeaders"))


def look_up(claims: Mapping[str, Any]) -> Identity | Closed:
    """Who the claims of a sign-in at this dashboard's own service stand for, or why nobody."""
    return viewers.look_up(claims, str(provider().get("client_id", "")))


def signed_in() -> Identity | None:
    """Who looks now; None for nobody. It is looked up on every call, so what was taken from a reader is gone at once.

    Without sign-in it is the owner; where the public is let in, who is not signed in is the public. To be called while
    a page runs, not where a file is made later.
    """
    found = _found()
    return found if isinstance(found, Identity) else None


def closed() -> Closed | None:
    """Why nothing may be shown; None when somebody looks who is known."""
    found = _found()
    return found if isinstance(found, Closed) else None


def _found() -> Identity | Closed:
    # Without sign-in there are no claims, and to ask for them reads the secrets from disk each time.
    return viewers.look_up({}) if settings().auth == "off" else look_up(st.user.to_dict())


def door(why: Closed) -> None:
    """The page in place of every other one: what is the matter, and the one thing to do."""
    title, said = {
        Closed.NOBODY: (t("Please sign in"), t("This dashboard is for people who were given access to it.")),
        Closed.ENDED: (t("Your sign-in has ended"), t("Sign in again to go on where you are.")),
        Closed.UNVERIFIED: (
            t("No access yet"),
            t("The sign-in service does not confirm that your e-mail address is yours. Its operator can change that."),
        ),
        Closed.UNKNOWN: (
            t("No access yet"),
            t("You are signed in, and nobody has given you access to this dashboard yet. Ask whoever told you of it."),
        ),
        Closed.BROKEN: (
            t("Nobody can be let in at the moment"),
            t("The list of readers cannot be read. The operator finds the reason in the server's log."),
        ),
    }[why]
    st.title(title, anchor=False)
    st.markdown(said)
    if why in (Closed.NOBODY, Closed.ENDED):
        _sign_in(primary=True)
    else:
        st.caption(t("Signed in as {who}", who=plain(_name())))
        _sign_out()
    st.divider()
    st.caption(
        t("SCORE Impact: what the training of small and medium enterprises by the SCORE programme did, and for whom.")
    )
    st.caption(adaptation())


def badge(who: Identity) -> None:
    """In the sidebar: who looks, in which role, and the way out."""
    if settings().auth == "off":
        st.caption(t("No sign-in: it serves one person, on this machine."))
    elif who.viewer.role == "public":
        st.caption(t("You read as the public."))
        _sign_in(primary=False)
    else:
        st.caption(t("{name} · {role}", name=plain(_name() or who.id), role=role_name(who.viewer.role)))
        _sign_out()


def role_name(role: str) -> str:
    """A role as readers see it."""
    return {
        "owner": t("Owner"),
        "administrator": t("Administrator"),
        "global": t("Global team"),
        "coordinator": t("Country coordinator"),
        "trainer": t("Trainer"),
        "donor": t("Donor"),
        "public": t("The public"),
    }[role]


def _name() -> str:
    return str(st.user.get("name") or st.user.get("email") or st.user.get("sub") or "")


def _sign_in(*, primary: bool) -> None:
    if st.button(t("Sign in"), icon=":material/login:", type="primary" if primary else "secondary", key="sign_in"):
        st.login()


def _sign_out() -> None:
    if st.button(t("Sign out"), icon=":material/logout:", key="sign_out"):
        st.logout()
        # Whoever is nobody now would be taken to the door by a new run, which drops the way to the service's own
        # sign-out before it is sent; and a reload would have the reader signed in again.
        st.stop()
