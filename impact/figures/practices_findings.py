"""Titles that say what the figures of practices show."""

from typing import Any

import pandas as pd

from impact.figures.row_charts import apart, percent
from impact.text import number, t


def practices_finding(whole: pd.DataFrame) -> str:
    """How the share of practices in place moved, and how it came about; `whole` of `enterprises/practices` by total."""
    row = whole.iloc[0] if len(whole) else None
    if row is None or pd.isna(row["change"]):
        return t("Practices before and after: no enterprise has answers at both rounds")
    said = {name: percent(row[name]) for name in ("before", "after", "gained_share", "lost_share")}
    if row["small"]:
        return t("Practices before and after: too few answers to tell")
    if pd.isna(row["low"]) or row["low"] <= 0 <= row["high"]:
        return t("Practices in place: {after} after, not clearly different from {before} before", **said)
    if row["change"] < 0:
        return t("Practices in place fell from {before} to {after}: {lost_share} lost", **said)
    return t("Practices in place rose from {before} to {after}: {gained_share} were gained, {lost_share} lost", **said)


def areas_finding(frame: pd.DataFrame) -> str:
    """The area that moved most, and one that fell or moved least.

    `frame` of `enterprises/practices` by area, with name.
    """
    known = frame[(frame["code"] != "none") & ~frame["small"].astype(bool) & frame["low"].notna()]
    known = known.assign(change=known["change"].astype(float)).sort_values("change", kind="stable")
    if known.empty:
        return t("Decent-work areas: too few answers to compare")
    most, least = known.iloc[-1], known.iloc[0]
    said = {"most": most["name"], "up": _points(most), "least": least["name"], "low": _points(least)}
    if len(known) == 1:
        return t("{most}: {up} points", **said)
    if float(least["high"]) < 0:
        return t("{most} moved most, {up} points; {least} fell, {low} points", **said)
    if float(least["high"]) < float(most["low"]):
        return t("{most} moved most, {up} points; {least} least, {low} points", **said)
    return t("No clear difference between decent-work areas in how far practices moved")


def _points(row: Any) -> str:
    return number(round(row["change"]) or row["change"], signed=True)


def lost_again_finding(frame: pd.DataFrame, whole: pd.DataFrame) -> str:
    """How many of the practices gained are lost again, and where more are.

    `frame` of `enterprises/practice_follow_up` with name, `whole` the same by total.
    """
    row = whole.iloc[0] if len(whole) else None
    if row is None or pd.isna(row["value"]):
        return t("Whether practices that were gained last is not known: nobody was asked again")
    said = {"share": percent(row["value"]), "n": number(row["n"]), "gained": number(row["gained"])}
    if row["small"]:
        return t("Of {gained} practices gained, only {n} were asked about again: too few to say how many last", **said)
    ends = apart(frame[frame["code"] != "none"])
    if ends is not None:
        said |= {"name": ends[1]["name"], "high": percent(ends[1]["value"])}
        return t("{share} of the practices gained and asked about again were lost again; {name}: {high}", **said)
    return t("{share} of the practices gained were lost again, of the {n} of {gained} asked about again", **said)
