"""The ledger of claims: each published figure beside what this export says of it, and why the two may differ."""

import pandas as pd
import streamlit as st

from impact.text import number, t
from impact.ui import cards, charts, choices, reader
from impact.ui.published import period_said, value_said
from impact.ui.views import number_column

VERDICTS = ("reconciles", "superseded", "differs", "not_comparable", "not_computable")


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
        there = {name: f"{verdict_said(name)} ({number(int(counts.get(name, 0)))})" for name in VERDICTS}
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


def verdict_said(status: str) -> str:
    """A verdict in words."""
    return {
        "reconciles": t("Reconciles"),
        "superseded": t("Superseded"),
        "differs": t("Differs"),
        "not_comparable": t("Not comparable"),
        "not_computable": t("Not computable"),
        "withheld": t("Withheld"),
    }[status]


def reason_said(why: object) -> str:
    """The reason for a verdict in words; a figure's number names the one that took its place."""
    if not isinstance(why, str):
        return ""
    known = {
        "self_reported": t("as enterprises or participants say; here it is measured"),
        "beneficiaries": t("people said to benefit: workforce and classroom are not told apart"),
        "of_some_enterprises": t("of chosen enterprises, by a method that is not stated"),
        "one_enterprise": t("one enterprise's own account"),
        "stage_not_stated": t("which step or status was counted is not stated"),
        "target": t("a target, not a result"),
        "another_base": t("of a sector or of other enterprises than those counted here"),
        "base_not_stated": t("the people it is a share of are not stated"),
        "trainers_not_participants": t("of trainers in training, not of participants"),
        "part_not_marked": t("of a part that the export does not mark"),
        "not_in_export": t("the export holds nothing of this kind"),
        "no_period": t("no period was stated"),
        "after_the_export": t("of a time after this export"),
        "project_not_in_export": t("the project is not in this export"),
        "module_not_in_export": t("the module is not in this export"),
        "nothing_reported": t("nothing was reported for it here"),
        "published_doubtful": t("the published figure is doubtful itself"),
        "reports_still_coming": t("the period ended lately: reports may still come"),
        "more_since": t("more was reported since, or counted by a wider rule"),
        "less_in_export": t("less was reported here than was known when it was published, or it was counted otherwise"),
    }
    return known.get(why) or t("{figure} took its place", figure=why)
