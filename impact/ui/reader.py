"""The reader: who it is, in which language, and the choices made so far, which live in the link."""

import re
from typing import Any

import streamlit as st

from impact import store, text
from impact.access import AccessError, Viewer
from impact.ask import Answer
from impact.filters import NAMES, Filters, parse
from impact.reports import Wanted
from impact.settings import settings
from impact.text import region, t
from impact.ui import asking, identity, look, opened
from impact.viewers import Identity

LANGUAGE = "lang"
NAME = re.compile(r"[a-z][a-z_]{0,29}")
_CHOICES = "reader_choices"
_URL = "reader_url"
_NOTES = "reader_notes"
_OPTIONS = "reader_options"
_FILTERS = "reader_filters"
_SNAPSHOT = "reader_snapshot"
_OFFERED = "reader_offered"
_ASKED = "reader_asked"


def speak() -> str:
    """Use the language that the link asks for, or the browser, or the operator; returns its code."""
    return text.use(st.query_params.get(LANGUAGE), st.context.locale, settings().language)


def begin() -> None:
    """Read the link when it is new, write the choices into it when they are, and take the reader's language."""
    url = st.query_params.to_dict()
    if _CHOICES not in st.session_state or url != st.session_state.get(_URL):
        named = {name: value for name, value in url.items() if NAME.fullmatch(name) and value}
        st.session_state[_CHOICES] = opened.choices(named)
        st.session_state[_NOTES] = [(name, value) for name, value in url.items() if not NAME.fullmatch(name)]
    st.session_state[_OFFERED] = {*NAMES, LANGUAGE}
    st.session_state[_ASKED] = []
    st.session_state[_SNAPSHOT] = store.current()
    language = text.use(choices().get(LANGUAGE), st.context.locale, settings().language)
    if choices().get(LANGUAGE, language) != language:
        ignore(LANGUAGE, choices().pop(LANGUAGE))
    st.session_state[_OPTIONS] = _read_options()
    st.session_state[_FILTERS] = _read_filters()
    write_link()


def choices() -> dict[str, str]:
    """The reader's choices by name, as they stand in the link; a choice at its default is not there."""
    return st.session_state[_CHOICES]


def put(name: str, value: str | None) -> None:
    """Make a choice; None or an empty text is its default. What a shared link fixes stays as it is."""
    if opened.is_fixed(name):
        return
    if value:
        choices()[name] = value
    else:
        choices().pop(name, None)


def offer(name: str) -> str | None:
    """Say that the page offers this choice; returns what the reader chose, or None for its default."""
    st.session_state[_OFFERED].add(name)
    return choices().get(name)


def end() -> None:
    """After the page: choices in the link that nothing offered are ignored, and forgotten."""
    for name in set(choices()) - st.session_state[_OFFERED]:
        if not opened.is_fixed(name):
            ignore(name, choices().pop(name))
    write_link()


def ignore(name: str, value: str) -> None:
    """Note that a choice in the link was not understood (a notice says so), and forget it.

    A shared link shows exactly what it was made for, or nothing.
    """
    if opened.is_fixed(name):
        raise opened.gone()
    st.session_state[_NOTES].append((name, value))


def notes() -> list[tuple[str, str]]:
    """What was ignored in the link, told once."""
    told = st.session_state[_NOTES]
    st.session_state[_NOTES] = []
    return told


def write_link() -> None:
    """Make the address say what the reader chose, so that it can be copied."""
    wanted = opened.address(choices())
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
    st.session_state[_URL] = wanted


def shared_link() -> dict[str, str]:
    """The part of the link that goes along from page to page: the shared filters and the language."""
    return {name: value for name, value in choices().items() if name in NAMES or name == LANGUAGE}


def snapshot() -> store.Snapshot:
    """The snapshot that this run reads, from its first line to its last."""
    return st.session_state[_SNAPSHOT]


def snapshot_of(snapshot_id: str) -> store.Snapshot:
    """Another snapshot by its id."""
    return store.snapshot(snapshot_id)


def viewer() -> Viewer:
    """The rights with which is looked: a shared link's, else as whom an administrator looks, else one's own.

    The one place where they are decided; all that is asked, drawn or made for the reader takes them from here.
    """
    shared = opened.link()
    return shared.viewer if shared else look.narrowed(person())


def person() -> Identity:
    """Who is signed in, with the own rights as they are now; when they have ended, the run ends at the door.

    Who looks by a shared link need not be signed in.
    """
    who = identity.signed_in()
    if who is None:
        st.rerun()
        raise AccessError(t("Your sign-in has ended"))  # where a run cannot be begun anew, as in a callback
    return who


def one_by_one() -> bool:
    """May the reader see any enterprise by itself? Else what shows them so is left out."""
    return not viewer().only_groups


def name() -> str:
    """Whoever looks, as the audit calls it: the viewer's id, or the shared link's."""
    shared = opened.link()
    return f"link:{shared.link.link_id}" if shared else person().id


def may_write() -> bool:
    """May anything be left behind? Not by a shared link, and not while looking as somebody else."""
    return opened.link() is None and look.chosen(person()) is None


def filters() -> Filters:
    """The shared filters, checked against what this viewer may choose."""
    return st.session_state[_FILTERS]


def options() -> dict[str, dict[str, str]]:
    """The codes and labels that each shared filter may take, for this viewer, in order."""
    return st.session_state[_OPTIONS]


def _read_options() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in ask_with("filters/options", Filters()).frame.itertuples():
        found.setdefault(row.filter, {})[row.code] = row.label
    found["region"] = {code: region(code) for code in found.get("region", {})}
    return found


def _read_filters() -> Filters:
    parsed = parse({name: value for name, value in choices().items() if name in NAMES}, options())
    for name, value in parsed.ignored:
        ignore(name, value)
    for name in NAMES:
        put(name, parsed.filters.link().get(name))
    return parsed.filters


def ask(name: str, *, filtered: bool = True, **given: Any) -> Answer:
    """Ask a question with the reader's filters and rights; the answer is kept until the snapshot changes."""
    chosen = filters() if filtered else Filters()
    return ask_with(name, chosen, **given)


def ask_with(name: str, chosen: Filters, **given: Any) -> Answer:
    """Ask a question with filters other than the reader's, such as those of one country's page."""
    return ask_of(snapshot().id, name, chosen, **given)


def ask_of(snapshot_id: str, name: str, chosen: Filters = Filters(), **given: Any) -> Answer:  # noqa: B008 - frozen
    """Ask a question of another snapshot than the one that is shown, or of a comparison of two."""
    st.session_state[_ASKED].append(Wanted(name, chosen, tuple(given.items())))
    return asking.call(snapshot_id, name, chosen, viewer(), given)()


def ask_then(snapshot_id: str, name: str, chosen: Filters) -> Answer:
    """Ask a snapshot of before, with the reader's rights of today."""
    return asking.call(snapshot_id, name, chosen, viewer(), {})()


def ahead(name: str, *, filtered: bool = True, **given: Any) -> None:
    """Have a question answered that the page asks later in this run: the data are read while the page is drawn.

    It is answered as `ask` answers it, and kept; what is wrong with it is told when it is asked.
    """
    asking.ahead(asking.call(snapshot().id, name, filters() if filtered else Filters(), viewer(), given))


def asked() -> tuple[Wanted, ...]:
    """What the page has asked so far in this run, each once, in its order; not about single enterprises or trainers."""
    made: list[Wanted] = st.session_state[_ASKED]
    single = {"enterprise", "trainer", "improvement"}
    kept = [one for one in made if not single & {name for name, _ in one.given}]
    return tuple(one for n, one in enumerate(kept) if one not in kept[:n])
