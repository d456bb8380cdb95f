"""The ledger of claims: each published figure beside what this export says of it, and why the two may differ."""

import pandas as pd
import streamlit as st

from impact.reports.claims import VERDICTS, period_said, reason_said, verdict_said
from impact.text import number, t
from impact.ui import cards, charts, choices, reader
from impact.ui.published import value_said
from impact.ui.views import number_column


def claims_card() -> None:
    """Every published figure with its verdict; the reader may look at those of one verdict."""
    claims = reader.ask("results/claims")
    frame = claims.frame
    if frame.empty:
        return
    counts = frame["status"].value_counts()
    compared = int(sum(counts.get(name, 0) for name in ("reconciles", "superseded", "differs")))
    title = t(
        "{agree} of {compared} figures that can be compared agree with this export",
        agree=number(int(counts.get("reconciles", 0))),
        compared=number(compared),
    )
    with cards.card(title, claims, subtitle=t("Published and counted from this export, side by side"), key="claims"):
        verdicts = [*VERDICTS, *(["withheld"] if "withheld" in counts else [])]
        there = {name: f"{verdict_said(name)} ({number(int(counts.get(name, 0)))})" for name in verdicts}
        first = "differs" if compared else "not_comparable"
        chosen = choices.choice("verdict", t("Verdict"), {**there, "all": t("All")}, default=first)
        shown = frame if chosen == "all" else frame[frame["status"] == chosen]
        shown = shown.assign(
            where=[row.country if isinstance(row.country, str) else t("Programme") for row in shown.itertuples()],
            said=[value_said(row) for row in shown.itertuples()],
            period=[period_said(row) for row in shown.itertuples()],
            verdict=[verdict_said(status) for status in shown["status"]],
            reason=[reason_said(why) for why in shown["why"]],
        )
        for name in ("live_value", "difference", "difference_share"):
            shown[name] = pd.to_numeric(shown[name]).round(1)
        columns = {
            "id": st.column_config.TextColumn(t("No."), pinned=True, width=50),
            "where": t("Where"),
            "label": st.column_config.TextColumn(t("What"), width=210),
            "said": t("As published"),
            "live_value": number_column(t("In this export")),
            "difference": number_column(t("Difference")),
            "reason": t("Likely reason"),
            "verdict": t("Verdict"),
            "difference_share": number_column(t("Difference, of published"), "percent"),
            "period": t("Period"),
        }
        if shown["live_value"].isna().all():
            columns = {name: c for name, c in columns.items() if not name.startswith(("live", "difference"))}
        alt = t("{count} published figures beside this export", count=number(len(shown)))
        charts.table(shown, columns, alt, key="claims", height=min(520, 40 + 35 * max(1, len(shown))))
