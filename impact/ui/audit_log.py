"""The audit as administrators read it: newest first, by kind, day and viewer, and as a file."""

from datetime import timedelta

import pandas as pd
import streamlit as st

from impact import audit, state
from impact.text import number, t
from impact.ui import charts, choices, downloads, reader
from impact.ui.cards import csv

MOST = 1000


def audit_log() -> None:
    """Filters, the newest entries that they leave, and all of them to download."""
    found = _frame(_chosen())
    if found.empty:
        st.info(t("Nothing of this kind was noted."), icon=":material/history:")
        return
    shown = t("{count} entries, the newest first.", count=number(len(found)))
    if len(found) > MOST:
        shown += " " + t("The newest {shown} are shown, all are in the file.", shown=number(MOST))
    st.caption(shown)
    columns = {
        "at": t("When (UTC)"),
        "said": t("What"),
        "who": t("Who"),
        "about": t("About"),
        "snapshot": t("Snapshot"),
    }
    height = min(520, 40 + 35 * len(found))
    alt = t("Entries of the audit, the newest first")
    charts.table(found.head(MOST), columns, alt, key="audit_table", height=height)
    untold, today = downloads.not_noted(), state.now().date()
    downloads.button(
        t("Entries as CSV"),
        lambda noted: csv(found.drop(columns="said"), [] if noted else [untold]),
        f"audit-{today}.csv",
        "text/csv",
        ":material/download:",
        "audit_csv",
    )


def _chosen() -> list[audit.Entry]:
    kinds = {kind: _said(kind) for kind in audit.KINDS}
    spans = {"1": t("Since yesterday"), "7": t("The last 7 days"), "30": t("The last 30 days")}
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        what = choices.choice("what", t("What"), kinds)
    with middle:
        span = choices.choice("since", t("When"), spans)
    with right:
        # A viewer's id is nothing for an address, which others may see and keep.
        who = st.text_input(t("Who"), placeholder=t("A viewer's whole id"), max_chars=200, key="audit_who").strip()
    since = state.now().date() - timedelta(days=int(span)) if span else None
    return audit.entries(who, what, since, viewer=reader.viewer())


def _frame(found: list[audit.Entry]) -> pd.DataFrame:
    rows = [(state.stamp(e.at), e.what, _said(e.what), e.who, e.about, e.snapshot_id) for e in found]
    return pd.DataFrame(rows, columns=["at", "what", "said", "who", "about", "snapshot"])


def _said(kind: str) -> str:
    return {
        "opened": t("Opened a page"),
        "asked": t("Asked on the command line"),
        "exported": t("Took a file along"),
        "published": t("Published an export"),
        "answered": t("Wrote down an answer"),
        "viewed_as": t("Viewed as somebody else"),
        "shared": t("Shared a link"),
        "revoked": t("Revoked a link"),
        "erased": t("Erased a viewer's id"),
        "rotated": t("Removed what has outlived its time"),
    }[kind]
