"""Titles that say the finding: one sentence from a figure's frame."""

from typing import TYPE_CHECKING, Any

import pandas as pd

from impact.text import number, t

if TYPE_CHECKING:
    from impact.catalogue import Indicator


def by_year_finding(frame: pd.DataFrame, indicator: "Indicator") -> str:
    """The last whole year with a value, against the year before. `frame` as in `figures.by_year`."""
    known = frame[frame["complete"].astype(bool)].dropna(subset=["value"])
    label = t(indicator.label)
    if known.empty:
        return t("{label}: no whole year with data", label=label)
    last = known.iloc[-1]
    said = {"label": label, "value": number(last["value"], indicator.unit), "year": int(last["year"])}
    before = known[known["year"] == last["year"] - 1]
    if before.empty:
        return t("{label}: {value} in {year}", **said)
    first = float(before["value"].iloc[0])
    said["before"] = number(first, indicator.unit)
    if last["value"] > first:
        return t("{label} rose to {value} in {year}, from {before} the year before", **said)
    if last["value"] < first:
        return t("{label} fell to {value} in {year}, from {before} the year before", **said)
    return t("{label} stayed at {value} in {year}", **said)


def by_sex_finding(frame: pd.DataFrame) -> str:
    """Women's share in the last whole year. `frame` as in `figures.by_year_and_sex`, with `complete`."""
    known = frame[frame["complete"].astype(bool) & (frame["women"] + frame["men"] > 0)]
    if known.empty:
        return t("Women and men trained")
    last = known.iloc[-1]
    share = 100 * last["women"] / (last["women"] + last["men"])
    return t(
        "Of the people trained in {year}, {share} were women",
        year=int(last["year"]),
        share=number(round(share), "percent"),
    )


def country_finding(frame: pd.DataFrame, indicator: "Indicator") -> str:
    """The country with the highest value, of those with enough cases: the frame of `maps.country_map`, with `small`."""
    known = frame[(frame["status"] == "shown") & ~frame["small"].astype(bool)]
    label = t(indicator.label)
    if known.empty:
        return t("{label}: no country has enough data", label=label)
    top: Any = known.loc[known["value"].astype(float).idxmax()]
    return t(
        "{label}: highest in {country} with {value}, of {count} countries with data",
        label=label,
        country=top["country"],
        value=number(top["value"], indicator.unit),
        count=number(len(known)),
    )


def modules_finding(frame: pd.DataFrame) -> str:
    """The module that most enterprises took. `frame` as in `figures.module_steps`."""
    known = frame[frame["trained"] > 0]
    if known.empty:
        return t("No module was taken up here")
    top: Any = known.loc[known["trained"].idxmax()]
    said = {"title": t(top["title"]), "trained": number(top["trained"]), "completed": number(top["completed"])}
    return t("{title} reached most enterprises: {trained} trained, {completed} completed", **said)
