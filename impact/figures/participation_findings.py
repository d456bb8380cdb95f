"""Titles that say what the figures of participation show."""

from typing import Any

import pandas as pd

from impact.figures.row_charts import apart, enough, percent
from impact.text import compact, t


def counters_finding(frame: pd.DataFrame) -> str:
    """The three counts of people in one sentence; `frame` of `training/participation_counters`."""
    known = {row.counter: row.people for row in frame.itertuples() if row.status == "shown"}
    said = {name: compact(float(value)) for name, value in known.items()}
    if {"attendances", "people", "workforce"} <= set(said):
        return t("{people} people took {attendances} seats; their enterprises employ {workforce}", **said)
    if "attendances" in said:
        return t("{attendances} seats were taken", **said)
    if "head_counts" in said:
        return t("{head_counts} heads were counted, and no list says who they were", **said)
    return t("Three counts of people")


def shares_finding(frame: pd.DataFrame, by: str) -> str:
    """Where women's share is lowest and highest, or how it moved; no order where intervals overlap.

    `frame` as in `women_shares`, for `by` year with position and complete.
    """
    known = enough(frame)
    if known.empty:
        return t("Women's share: too few people are known")
    if by == "year":
        return _over_years(known[known["complete"].astype(bool)])
    if len(known) == 1:
        only = known.iloc[0]
        return t("{name}: {share} are women", name=only["name"], share=percent(only["value"]))
    ends = apart(known)
    if ends is None:
        return t("No clear difference in women's share between groups")
    low, high = ends
    said = {"low": percent(low["value"]), "low_name": low["name"], "high": percent(high["value"])}
    said["high_name"] = high["name"]
    if low["value"] == known["value"].min() and high["value"] == known["value"].max():
        return t("Women's share runs from {low} ({low_name}) to {high} ({high_name})", **said)
    return t("Women's share: {low} ({low_name}) against {high} ({high_name})", **said)


def _over_years(known: pd.DataFrame) -> str:
    if known.empty:
        return t("Women's share: no whole year with enough people")
    first, last = known.iloc[0], known.iloc[-1]
    said = {"last": percent(last["value"]), "last_year": last["code"]}
    if len(known) == 1:
        return t("{last} of the people trained in {last_year} were women", **said)
    said |= {"first": percent(first["value"]), "first_year": first["code"]}
    if not _intervals_part(first, last):
        return t("Women's share: {last} in {last_year}, not clearly different from {first} in {first_year}", **said)
    if last["value"] > first["value"]:
        return t("Women's share rose from {first} in {first_year} to {last} in {last_year}", **said)
    return t("Women's share fell from {first} in {first_year} to {last} in {last_year}", **said)


def _intervals_part(one: Any, other: Any) -> bool:
    return bool(one["high"] < other["low"] or other["high"] < one["low"])


def cross_finding(frame: pd.DataFrame) -> str:
    """The cells with the lowest and the highest share of those with enough people; `frame` as in `women_cross`."""
    known = enough(frame)
    if len(known) < 2:
        return t("Women's share by one group within another: too few people to compare")
    values = known["value"].astype(float)
    low, high = known.loc[values.idxmin()], known.loc[values.idxmax()]
    return t(
        "From {low} women ({low_name}, {low_within}) to {high} ({high_name}, {high_within})",
        low=percent(low["value"]),
        low_name=low["name"],
        low_within=low["within_name"],
        high=percent(high["value"]),
        high_name=high["name"],
        high_within=high["within_name"],
    )


def roles_finding(frame: pd.DataFrame) -> str:
    """The roles of people with the fewest and the most women; `frame` as in `women_shares`, with `role`."""
    if not frame["value"].notna().any() and (frame["status"] == "not_collected").any():
        return t("The sex of those in the programme's roles was not collected")
    return shares_finding(frame[~frame["role"].isin(["led", "owned"])], "role")


def satisfaction_finding(frame: pd.DataFrame) -> str:
    """The share of 4 and 5, and the response; `frame` of `training/satisfaction`, whose groups part the attendances."""
    known = frame.dropna(subset=["value"])
    answered, asked = float(known["n"].astype(float).sum()), float(frame["asked"].sum())
    if not answered:
        return t("Satisfaction with training: no answers")
    good = float(known["fours"].astype(float).sum() + known["fives"].astype(float).sum())
    said = {"share": percent(100 * good / answered), "response": percent(100 * answered / asked)}
    return t("{share} of the answers are 4 or 5 of 5; {response} of the participants answered", **said)


def rule_finding(frame: pd.DataFrame) -> str:
    """How many enterprises kept the rule; `frame` of `training/participation_rule`, whose groups part the workshops."""
    n = int(frame["n"].sum())
    if not n:
        return t("Whether workshops seat two managers and two workers is not computable")
    share = percent(100 * float(frame["kept"].sum()) / n)
    return t("{share} of the enterprises at workshops sent two managers and two workers", share=share)
