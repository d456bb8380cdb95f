"""Words and numbers about targets: statuses, progress, what an indicator is called, and the gauges of a framework."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from impact.catalogue import indicators
from impact.text import number, t, tn

# In the order in which a reader looks for them.
STATUSES = ("behind", "on_track", "ahead", "not_reporting", "not_due", "no_target", "withheld")


def status_names() -> dict[str, str]:
    """What each status of a target is called."""
    return {
        "ahead": t("Ahead"),
        "on_track": t("On track"),
        "behind": t("Behind"),
        "not_reporting": t("Not reporting"),
        "not_due": t("Not due yet"),
        "no_target": t("No target"),
        "withheld": t("Withheld"),
        "listed": t("Listed, not rolled up"),
        "not_comparable": t("Not comparable"),
    }


def basis_names() -> dict[str, str]:
    """Where an actual comes from."""
    return {"counted": t("counted"), "reported": t("sent in as a sum"), "none": "–"}


def cumulation_names() -> dict[str, str]:
    """How the periods of a line of targets go together."""
    return {
        "cumulative": t("cumulative"),
        "increment": t("increments, added up"),
        "not_summing": t("not summing"),
    }


def indicator_name(code: str) -> str:
    """An indicator's label; one that only projects know is called by its code."""
    known = indicators().get(code)
    return t(known.label) if known else code.replace("_", " ").capitalize()


def level_names() -> dict[str, str]:
    """The levels of indicators, and of those that the catalogue does not know."""
    return {
        "output": t("Output"),
        "outcome": t("Outcome"),
        "system": t("System"),
        "quality": t("Quality"),
        "": t("The project's own"),
    }


def progress_said(progress: Any, unit: str = "percent") -> str:
    """Progress in whole percent: nearly nothing is not 0 %, and nearly all of it is not 100 %."""
    if progress is None or math.isnan(progress):
        return "–"
    value = float(progress)
    for exact in (0.0, 100.0):
        if abs(value - exact) < 1e-9:
            return number(exact, unit)
    if value < 0:
        return number(min(round(value), -1), unit)
    return number(min(max(round(value), 1), 99) if value < 100 else max(round(value), 101), unit)


def value_said(value: Any, unit: str) -> str:
    """A target or an actual in its unit: `percent`, or a count."""
    if value is None or math.isnan(value):
        return "–"
    return number(float(value), "percent" if unit == "percent" else None)


@dataclass(frozen=True)
class Gauge:
    """A share of targets: `part` of `whole`, and what both count."""

    name: str
    part: int
    whole: int

    @property
    def percent(self) -> float:
        """The share in percent; not a number where there is nothing to share."""
        return 100 * self.part / self.whole if self.whole else math.nan


def gauges(frame: pd.DataFrame) -> list[Gauge]:
    """The four shares of a framework, of `results/targets` (the current targets of whole projects).

    With a target: of projects and their indicators. With results: of the targets that are due. With evidence: of those
    with results (what is counted from the facts is its own evidence). On track or ahead: of the targets that are due
    and not withheld, so that who does not report is not on track.
    """
    due = frame[frame["due"].astype(bool)]
    reporting = due[due["status"] != "not_reporting"]
    judged = due[due["status"] != "withheld"]
    good = judged["status"].isin(["on_track", "ahead"])
    return [
        Gauge(t("On track or ahead, of what is due"), int(good.sum()), len(judged)),
        Gauge(t("With results, of what is due"), len(reporting), len(due)),
        Gauge(t("With evidence, of those with results"), int(reporting["has_evidence"].sum()), len(reporting)),
        Gauge(t("With a target, of projects and indicators"), int((frame["status"] != "no_target").sum()), len(frame)),
    ]


def targets_finding(frame: pd.DataFrame) -> str:
    """The title of the matrix: how many of the targets that are due are on track or ahead."""
    on_track = gauges(frame)[0]
    if not on_track.whole:
        return t("No target is due yet")
    return tn(
        "{part} of {whole} target that is due is on track or ahead",
        "{part} of {whole} targets that are due are on track or ahead",
        on_track.whole,
        part=number(on_track.part),
        whole=number(on_track.whole),
    )


def odd_cells() -> dict[str, str]:
    """Why a cell of the published logframe cannot be taken as it stands, by what `results/logframe` calls it."""
    return {
        "blank": t("left blank: not reported, which is not 0"),
        "by_module": t("one figure for module 1 and one for the others: not one number, so not compared"),
        "no_number": t("not a number; the evaluation does not say what it stands for"),
        "sex_not_said": t("a share without a letter: taken as women's, as the column's other cells are"),
        "no_whole_number": t("no whole number of women gives this share: rounded, or a slip"),
    }


def rollup_finding(frame: pd.DataFrame) -> str:
    """The title of what projects promised and achieved together."""
    judged = frame[frame["status"].isin(["on_track", "ahead", "behind"])]
    if judged.empty:
        return t("Nothing can be rolled up yet")
    good = int(judged["status"].isin(["on_track", "ahead"]).sum())
    return tn(
        "Together, {part} of {whole} indicator is on track or ahead",
        "Together, {part} of {whole} indicators are on track or ahead",
        len(judged),
        part=number(good),
        whole=number(len(judged)),
    )


def note_said(row: Any) -> str:
    """The note that a target bears; where nothing can be counted for it, that it waits for a sum that is sent in."""
    if isinstance(row.note, str) and row.note:
        return row.note
    known = indicators().get(row.indicator)
    if row.status == "not_reporting" and known is not None and "donor" not in known.filters:
        return t("The export ties this to no project, so it cannot be counted: the project has to send a result in.")
    return ""
