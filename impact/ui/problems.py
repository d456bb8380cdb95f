"""When there is nothing to show, or something is wrong: say what it is, and what to do."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from impact import audit, store
from impact.access import AccessError, Viewer
from impact.ask import AskError
from impact.catalogue import CatalogueError
from impact.intake.structure import ExportError
from impact.links import LinkError
from impact.privacy import PrivacyError
from impact.publish import publish
from impact.questions import QuestionError
from impact.reports import ReportError
from impact.settings import DEMO, SettingsError
from impact.state import StateError
from impact.store import StoreError
from impact.text import t
from impact.ui import downloads, reader, sharing
from impact.ui.safe import plain
from impact.warehouse import WarehouseError

KNOWN = (
    SettingsError,
    AccessError,
    AskError,
    CatalogueError,
    ExportError,
    LinkError,
    PrivacyError,
    QuestionError,
    ReportError,
    StateError,
    StoreError,
    WarehouseError,
)


@contextmanager
def told() -> Iterator[None]:
    """Turn every failure that the project knows, while a page runs, into words below what stands there already."""
    try:
        yield
    except KNOWN as error:
        say(error)


def say(error: Exception) -> None:
    """What is wrong, and what to do."""
    if isinstance(error, LinkError):
        sharing.closed(error.why)
        return
    st.title(t("The dashboard cannot show this"), anchor=False)
    st.error(plain(error), icon=":material/error:")
    if isinstance(error, StoreError):
        st.markdown(t("List the snapshots with `python -m impact snapshots`, or publish an export again:"))
        st.code("python -m impact publish EXPORT", language="bash")


def nothing_published() -> bool:
    """Is this before the first export?"""
    return store.current_id() is None


def welcome(viewer: Viewer) -> None:
    """Before the first export: say what is missing; who keeps the dashboard may have the demonstration built."""
    st.title(t("Nothing is published yet"))
    if viewer.role not in ("owner", "administrator"):
        return
    st.markdown(
        t(
            "The dashboard reads snapshots, and there is none in `{folder}`. Publish an export of the M&E database:",
            folder=store.where(),
        )
    )
    st.code("python -m impact publish EXPORT", language="bash")
    st.markdown(t("Or look around with invented data of the programme's size. It takes about a minute."))
    if st.button(t("Build the demonstration"), icon=":material/science:"):
        _demonstrate()
        st.rerun()


def _demonstrate() -> None:
    from impact.demo import DemoError, build  # noqa: PLC0415 - needed once in the life of a store

    bar = st.progress(0.0)
    export = DEMO / "export"

    def show(what: str, share: float) -> None:
        bar.progress(share, what)

    try:
        if not (export / "manifest.json").is_file():
            build(export, progress=lambda what, share: show(what, 0.6 * share))
        published = publish(export, progress=lambda what, share: show(what, 0.6 + 0.4 * share)).snapshot
        if not audit.noted("published", reader.person().id, published.export_id, published.id):
            downloads.add_untold(published.export_id)
    except (DemoError, ExportError, OSError) as error:
        st.error(plain(error), icon=":material/error:")
        st.stop()
