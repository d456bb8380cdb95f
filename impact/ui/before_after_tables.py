"""What the programme's view of KPIs shows beside its charts: names of groups, tables, and n in words."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.text import number, t
from impact.ui import filterbar
from impact.ui.tiles import missing
from impact.ui.views import number_column, without_empty


def groups() -> dict[str, str]:
    """What before and after may be broken down by, as code: label."""
    return {
        "module": t("Module"),
        "country": t("Country"),
        "sector": t("Sector"),
        "size": t("Size"),
        "women_led": t("Led by women"),
        "year": t("Year of the endline"),
        "dose": t("Modules taken"),
    }


def named(answer: Answer, by: str) -> Answer:
    """The answer with each group's `name` in the reader's language, a remark, and what a map needs."""
    frame = answer.frame
    known = {"all": t("All together"), "unknown": t("Not recorded"), "trained": t("Trained")}
    known |= {"comparison": t("Never trained")}
    if by == "size":
        known |= filterbar.sizes()
    if by == "women_led":
        known |= filterbar.yes_no()
    if by == "dose":
        known |= {"1": t("1 module"), "2": t("2 modules"), "3": t("3 modules"), "4": t("4 modules and more")}
    names = [
        known.get(code) or (t(title) if isinstance(title, str) else str(code))
        for code, title in zip(frame["code"], frame["title"], strict=True)
    ]
    remarks = [
        missing(str(status)) if status != "shown" else t("small n") if small else ""
        for status, small in zip(frame["status"], frame["small"], strict=True)
    ]
    shown = frame.assign(name=names, iso3=frame["code"], country=names, remark=remarks)
    shown.attrs = frame.attrs
    return replace(answer, frame=shown)


def kpis_named(answer: Answer) -> Answer:
    """The answer of `enterprises/kpi_overview` as a figure of groups takes it."""
    frame = answer.frame
    names = [t(title) for title in frame["title"]]
    shown = frame.assign(code=frame["kpi"], name=names)
    shown.attrs = frame.attrs
    return replace(answer, frame=shown)


def coloured(answer: Answer) -> Answer:
    """The answer as a map takes it: countries with too few enterprises get no colour."""
    frame = answer.frame
    few = frame["small"].astype(bool) & (frame["status"] == "shown")
    return replace(answer, frame=frame.assign(status=frame["status"].where(~few, "not_computable")))


def share_columns(frame: pd.DataFrame, first: str) -> dict[str, Any]:
    """The table's columns: shares in percent, with interval and bounds, and n; empty ones are left out."""
    better = str(frame["better"].iloc[0]) if len(frame) else ""
    word = figures.improved_word(better if len(set(frame["better"])) == 1 else "")
    columns = {
        "name": st.column_config.TextColumn(first, pinned=True, width=170),
        "value": number_column(t("Share {improved}", improved=word), "percent"),
        "low": number_column(t("From"), "percent", t("The lower end of the 95 % interval.")),
        "high": number_column(t("To"), "percent", t("The upper end of the 95 % interval.")),
        "worst": number_column(t("At the worst"), "percent", t("If none of the others expected did.")),
        "best": number_column(t("At the best"), "percent", t("If all of the others expected did.")),
        "percent": number_column(t("Median change"), "percent", t("In percent of the baseline, where it is above 0.")),
        "improved": number_column(word.capitalize()),
        "same": number_column(t("The same"), help=t("Within the KPI's minimal change.")),
        "worse": number_column(figures.worse_word(better).capitalize()),
        "zero_to_zero": number_column(t("From zero to zero")),
        "n": number_column("n", help=t("Enterprises with both measurements.")),
        "expected": number_column(t("Expected"), help=t("Enterprises whose endline is due.")),
        "silent": number_column(t("Silent")),
        "other_season": number_column(t("Different seasons")),
        "late_baseline": number_column(t("Late baseline")),
        "remark": t("Remark"),
    }
    kept = without_empty(frame, columns)
    if not frame.get("remark", pd.Series(dtype=str)).astype(bool).any():
        kept.pop("remark", None)
    return kept


def arrow_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """The table of the enterprises behind the arrows."""
    outcomes = {"comparable": bool(frame["comparable"].all()) if len(frame) else False}
    levels = {"baseline": number_column(t("Baseline")), "endline": number_column(t("Endline"))}
    return without_empty(
        frame,
        {
            "name": st.column_config.TextColumn(t("Enterprise"), pinned=True, width=200),
            "iso3": t("Country"),
            **levels,
            **({"change": number_column(t("Change"))} if outcomes["comparable"] else {}),
            "percent": number_column(t("Change of the baseline"), "percent"),
            "other_season": t("Different seasons"),
            "late_baseline": t("Late baseline"),
            "zero_to_zero": t("From zero to zero"),
        },
    )


def n_facts(row: Any) -> list[str]:
    """N and coverage of one row of before and after, and that it is no impact."""
    said = t(
        "n = {n} enterprises with both measurements, of {expected} whose endline is due",
        n=number(row["n"]),
        expected=number(row["expected"]),
    )
    return [t("{n}, too few to rely on", n=said) if row["small"] else said, figures.not_impact().lower()]
