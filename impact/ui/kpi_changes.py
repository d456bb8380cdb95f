"""An enterprise's KPIs as a table: what became of each from baseline to endline, by more than its noise or not."""

from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.rows import records
from impact.text import number, t
from impact.ui import charts, notices
from impact.ui.cards import card


def changes_card(changes: Answer) -> None:
    """Every KPI from baseline to endline as a table, those without a pair with the reason."""
    frame = changes.frame
    rows = records(frame)
    table = pd.DataFrame(
        {
            "title": [t(row.title) for row in rows],
            "unit": [unit(r.unit, r.type, r.comparable, r.unit_above, r.unit_below) for r in rows],
            "better": [figures.kpi_direction(row.better) for row in rows],
            "baseline": [_level(row, row.baseline) for row in rows],
            "endline": [_level(row, row.endline) for row in rows],
            "change": [_level(row, row.change, signed=True) for row in rows],
            "percent": [figures.kpi_percent(row.percent) for row in rows],
            "outcome": [figures.outcome_word(row) or figures.pair_word(row) for row in rows],
            "verdict": [figures.verdict_word(row.verdict) if row.status == "paired" else "" for row in rows],
            "points": frame["points"].tolist(),
            "flags": [" · ".join(figures.pair_flags(row)) for row in rows],
        }
    )
    with card(
        t("Baseline and endline of every KPI"),
        changes,
        subtitle=t("First baseline and last endline; a percentage only where the baseline is above zero"),
        facts=[
            t(
                "n = {paired} KPIs with both, of {count} asked for or reported",
                paired=number(int((frame["status"] == "paired").sum())),
                count=number(len(frame)),
            ),
            figures.not_impact().lower(),
        ],
        key="changes",
    ):
        notices.absent(changes, "kpi_expectations")
        charts.table(
            table,
            {
                "title": st.column_config.TextColumn("KPI", pinned=True),
                "baseline": t("Baseline"),
                "endline": t("Endline"),
                "change": t("Change"),
                "percent": t("In percent"),
                "outcome": t("Outcome"),
                "verdict": t("Against noise"),
                "points": st.column_config.NumberColumn(t("Baseline points"), help=_rule()),
                "better": t("Direction"),
                "unit": t("Unit"),
                "flags": t("Remarks"),
            },
            t("Each KPI with baseline, endline, change and whether it is more than noise"),
            key="changes_table",
            height=40 + 35 * len(table),
        )


def _rule() -> str:
    return t(
        "A control chart (XmR) rests on the values before the first workshop, from 8 on. Limits: their mean, and 2.66 "
        "mean moving ranges from it. More than noise: a later value beyond the limits, 8 in a row on one side of the "
        "mean, or 3 of 4 closer to a limit than to the mean."
    )


def unit(named: str, type: str, comparable: bool, above: Any, below: Any) -> str:
    """The KPI's unit, or the enterprise's own where each has its own."""
    return figures.kpi_unit(named, type) if comparable else figures.kpi_unit(named, type, above=above, below=below)


def _level(row: Any, value: Any, *, signed: bool = False) -> str:
    return figures.kpi_value(value, row.unit, row.type, signed=signed, currency=currency(row))


def currency(row: Any) -> str:
    """The local currency of an amount, else an empty text."""
    return row.currency if isinstance(row.currency, str) else ""
