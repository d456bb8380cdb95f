"""Titles of the figures of uptake: one sentence from a figure's frame."""

from typing import Any

import pandas as pd

from impact.figures.findings import modules_finding
from impact.text import number, t, tn


def uptake_finding(frame: pd.DataFrame, whole: pd.DataFrame, *, by: str, shares: bool = False) -> str:
    """What stands out. `frame` as in `figures.uptake_rows`, `whole` the one row of all together."""
    if shares:
        return _shares(whole)
    if by == "module":
        return modules_finding(frame)
    if by == "year":
        return _years(frame)
    known = frame[frame["trained"] > 0]
    if known.empty:
        return t("No enterprise was trained here")
    top: Any = known.loc[known["trained"].idxmax()]
    return t(
        "{title} has most: {count} of {all} enterprises trained",
        title=t(str(top["title"])),
        count=number(top["trained"]),
        all=number(whole["trained"].iloc[0]),
    )


def sessions_finding(whole: pd.DataFrame) -> str:
    """What is known where no enterprise is: how many sessions were held."""
    sessions = whole["sessions"].fillna(0).sum()
    return tn("{count} session was held", "{count} sessions were held", int(sessions))


def _shares(whole: pd.DataFrame) -> str:
    row = whole.iloc[0]
    if row["few_ended"]:
        return t("Too few engagements have ended to speak of shares")
    return t(
        "{trained} of the enterprises enrolled were trained, and {completed} of the engagements that ended, completed",
        trained=number(row["trained_share"], "percent"),
        completed=number(row["completed_share"], "percent"),
    )


def _years(frame: pd.DataFrame) -> str:
    known = frame[frame["complete"].astype(bool)]
    if known.empty or not known["trained"].any():
        return t("No whole year with training")
    last: Any = known.iloc[-1]
    most: Any = known.loc[known["trained"].idxmax()]
    said = {"count": number(last["trained"]), "year": int(last["position"])}
    if most["code"] == last["code"]:
        return t("{count} enterprises were trained in {year}, more than in any year before", **said)
    return t(
        "{count} enterprises were trained in {year}; most were in {most_year}, {most}",
        most_year=int(most["position"]),
        most=number(most["trained"]),
        **said,
    )


def lines_finding(frame: pd.DataFrame) -> str:
    """The line of modules that grew most in the last whole year. `frame` as in `figures.module_lines`."""
    known = frame[frame["complete"].astype(bool)]
    years = sorted(known["year"].unique())
    if not known["trained"].any():
        return t("No whole year with training")
    last = known[known["year"] == years[-1]].set_index("line")
    most: Any = last.loc[last["trained"].idxmax()]
    said = {"year": int(years[-1]), "most": t(str(most["title"])), "count": number(most["trained"])}
    if len(years) < 2:
        return t("In {year} most enterprises took {most}, {count}", **said)
    grown = last["trained"] - known[known["year"] == years[-2]].set_index("line")["trained"]
    top = last.loc[grown.idxmax()]
    if grown.max() <= 0 or top["title"] == most["title"]:
        return t("In {year} most enterprises took {most}, {count}", **said)
    return t(
        "In {year} most enterprises took {most}, {count}; {grew} grew most, by {more}",
        grew=t(str(top["title"])),
        more=number(grown.max()),
        **said,
    )


def sequences_finding(frame: pd.DataFrame) -> str:
    """How many took one module only, and how many different sequences there are.

    `frame` of `training/module_sequences`: sequence (null in the row of all others), modules, sequences, n, share.
    """
    if frame.empty:
        return t("No sequence to show: nobody was trained here")
    top: Any = frame.iloc[0]
    count = int(frame["sequences"].sum())
    if not isinstance(top["sequence"], str):
        return tn("{count} sequence, taken by one enterprise", "{count} sequences, each taken by one enterprise", count)
    return t(
        "{count} different sequences; the most common is {sequence}, {share} of the enterprises",
        count=number(count),
        sequence=top["sequence"] if top["modules"] > 1 else t("{title} alone", title=t(top["sequence"])),
        share=number(top["share"], "percent"),
    )


def open_note() -> str:
    """What a star or a hollow point says of a share."""
    return t("star or hollow point: fewer than half have ended yet, and who ends early has mostly given up")
