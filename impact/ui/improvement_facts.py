"""What stands below the figures of improvement projects: n, coverage, and what is left out."""

from typing import Any

import pandas as pd

from impact.text import compact, number, t, tn


def improvement_facts(frame: pd.DataFrame) -> list[str]:
    """N and what was left out, of `enterprises/improvements` in all: one row."""
    if frame.empty:
        return []
    row: Any = frame.iloc[0]
    said = [
        t(
            "n = {n} projects of {enterprises} enterprises, half of which have {median} or more",
            n=number(row["projects"]),
            enterprises=number(row["enterprises"]),
            median=number(row["per_enterprise"]),
        )
    ]
    if row["value"]:
        said.append(
            t(
                "{share} of those completed have the day",
                share=number(100 * (1 - row["no_day"] / row["value"]), "percent"),
            )
        )
    return said + left_out_fact(int(row["left_out"]), int(row["enterprises_left_out"]))


def left_out_fact(projects: int, enterprises: int) -> list[str]:
    """How many projects were left out with their enterprises; nothing where none was."""
    if not projects:
        return []
    return [
        tn(
            "left out: {projects} projects of {count} enterprise with more than 100",
            "left out: {projects} projects of {count} enterprises with more than 100",
            enterprises,
            projects=number(projects),
        )
    ]


def times_facts(frame: pd.DataFrame) -> list[str]:
    """N and what was left out, of `enterprises/improvement_times` in all: one row."""
    if frame.empty:
        return []
    row: Any = frame.iloc[0]
    said = [
        t(
            "n = {n} projects begun, {open} still under way, which count as long as they have been open",
            n=number(row["n"]),
            open=number(row["open_ones"]),
        )
    ]
    left = {
        t("stopped, on no recorded day"): row["stopped"],
        t("planned"): row["planned"],
        t("completed on no recorded day"): row["no_day"],
        t("completed before they began"): row["out_of_order"],
        t("of an enterprise with more than 100"): row["left_out"],
    }
    reasons = [f"{number(count)} {why}" for why, count in left.items() if count]
    return [*said, t("left out: {reasons}", reasons=", ".join(reasons))] if reasons else said


def savings_facts(whole: pd.DataFrame, apart: pd.DataFrame, kind: str) -> list[str]:
    """N, the measured part and what is in no sum, of `enterprises/savings` in all and one kind."""
    rows = whole[whole["kind"] == kind]
    if rows.empty:
        return []
    row: Any = rows.iloc[0]
    said = [
        t("n = {n} savings of {enterprises} enterprises", n=number(row["n"]), enterprises=number(row["enterprises"])),
        t(
            "{share} of projects completed state a saving",
            share=number(100 * (1 - row["without_saving"] / max(row["completed"], 1)), "percent"),
        ),
    ]
    measured = apart[(apart["kind"] == kind) & (apart["basis"] == "measured")]["value"].sum()
    if row["value"]:
        said.append(t("USD {sum} measured, the rest estimated", sum=compact(measured)))
    left = {
        t("marked"): row["left_out"],
        t("in a year or currency without a rate"): row["without_rate"],
        t("without a period"): row["without_period"],
    }
    reasons = [f"{number(count)} {why}" for why, count in left.items() if count]
    return [*said, t("in no sum: {reasons}", reasons=", ".join(reasons))] if reasons else said


def team_facts(frame: pd.DataFrame) -> list[str]:
    """N, coverage and roles, of `enterprises/improvement_teams` in all: one row."""
    if frame.empty or pd.isna(frame["n"].iloc[0]):
        return []
    row: Any = frame.iloc[0]
    said = [tn("n = {count} team", "n = {count} teams", int(row["n"]))]
    if row["trained"]:
        said.append(t("{trained} enterprises trained meanwhile", trained=number(row["trained"])))
    if pd.notna(row["workforce"]):
        said.append(t("women in their workforce: {share}", share=number(row["workforce"], "percent")))
    if pd.notna(row["workers_share"]):
        said.append(t("workers among members: {share}", share=number(row["workers_share"], "percent")))
    return said


def suggestion_facts(frame: pd.DataFrame) -> list[str]:
    """N and coverage, of `enterprises/suggestions` in all: one row."""
    if frame.empty:
        return []
    row: Any = frame.iloc[0]
    known = int(row["months"] - row["without_count"] - row["without_implemented"])
    said = [
        t(
            "n = {n} suggestions of {enterprises} enterprises",
            n=number(row["n"]),
            enterprises=number(row["enterprises"]),
        ),
        t(
            "both counts known in {known} of {months} reports",
            known=number(known),
            months=number(row["months"]),
        ),
    ]
    if row["disagreeing"]:
        said.append(t("{count} reports whose parts are not their sum", count=number(row["disagreeing"])))
    return said
