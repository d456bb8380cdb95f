"""What figures about peers find, each in a sentence."""

from typing import Any

import pandas as pd

from impact.figures.next_practice import practice_difference
from impact.figures.peers import peer_missing, peer_place, peer_value
from impact.rows import records
from impact.text import number, t


def benchmarks_finding(frame: pd.DataFrame) -> str:
    """In how many KPIs the enterprise is level with its median peer; `frame` of `enterprises/peer_benchmarks`."""
    told = frame[(frame["status"] == "shown") & frame["gap_median"].notna()]
    if told.empty:
        return t("No KPI can be compared with ten peers or more")
    good = int((told["gap_median"].astype(float) == 0).sum())
    said = t("Level with the median peer or better in {good} of {all} KPIs", good=number(good), all=number(len(told)))
    first = told.iloc[0]
    if not float(first["potential"] or 0) > 0:
        return said
    return t("{said}; the most room is in {kpi}", said=said, kpi=t(str(first["title"])).lower())


def fan_finding(row: Any) -> str:
    """The latest value of one KPI and its place; `row` of `enterprises/peer_benchmarks`."""
    if row.status != "shown":
        return f"{t(str(row.title))}: {peer_missing(row.status)}"
    return f"{t(str(row.title))} {peer_value(row.value, row)}: {peer_place(row)}"


def next_practice_finding(frame: pd.DataFrame) -> str:
    """Whether a practice stands out; `frame` of `enterprises/next_practice`."""
    told: list[Any] = [row for row in records(frame) if row.status == "shown"]
    if not told:
        return t("No practice can be compared: it needs ten peers with and ten without it")
    first = told[0]
    if not first.clear:
        return t("No practice stands out from noise among {count} compared", count=number(len(told)))
    return t(
        "Where peers introduced it, {kpi} changed by {difference} more: {practice}",
        kpi=t(str(first.kpi_title)).lower(),
        difference=practice_difference(first.difference, first),
        practice=t(str(first.title)),
    )
