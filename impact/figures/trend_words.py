"""What is said of one enterprise's KPIs: the change from baseline to endline, and whether it is more than noise."""

from typing import Any

import pandas as pd

from impact.figures.kpi import kpi_value
from impact.text import day, listing, number, t

FEWEST_POINTS, RUN, NEAR = 8, 8, 3


def verdict_word(verdict: str) -> str:
    """The verdict of the control chart in a few words."""
    return {
        "more_than_noise": t("more than noise"),
        "within_noise": t("within noise"),
        "too_few_points": t("too few baseline points"),
        "no_later_points": t("no value since the workshop"),
        "no_workshop": t("no workshop that asks for it"),
        "flat": t("a baseline that never varies"),
        "copied": t("answers repeated"),
    }[verdict]


def verdict_said(row: Any) -> str:
    """Why the control chart says so, with n; `row` of `enterprises/kpi_changes`."""
    points, later = number(row.points), number(row.later)
    if row.verdict == "more_than_noise":
        return t(
            "More than noise: of {later} values since the workshop, against limits set by {points} baseline values, "
            "{reasons}.",
            later=later,
            points=points,
            reasons=listing(_signals(row)),
        )
    return {
        "within_noise": t(
            "Within noise: of {later} values since the workshop none leaves the limits set by {points} baseline "
            "values, and no run of them stays on one side.",
            later=later,
            points=points,
        ),
        "too_few_points": t(
            "Too few baseline points to tell a change from noise: {points} before the workshop, and 8 are needed.",
            points=points,
        ),
        "no_later_points": t(
            "No value since the workshop could be compared with the {points} of the baseline.", points=points
        ),
        "no_workshop": t("Trained in no module that asks for this KPI: there is no before and after."),
        "flat": t("All {points} baseline values are alike, so they say nothing of noise.", points=points),
        "copied": t("The enterprise repeats the answers of its baseline: it has not measured again."),
    }[row.verdict]


def _signals(row: Any) -> list[str]:
    said = []
    if row.beyond:
        said.append(t("{count} lie beyond the limits", count=number(row.beyond)))
    if row.run >= RUN:
        said.append(t("{count} in a row lie on one side of the baseline's mean", count=number(row.run)))
    if row.near >= NEAR:
        said.append(t("{count} of 4 in a row lie closer to a limit than to that mean", count=number(row.near)))
    return said


def change_finding(row: Any) -> str:
    """The change of one KPI as a title; `row` of `enterprises/kpi_changes`."""
    title = t(row.title)
    if row.status != "paired":
        return t("{title}: {why}", title=title, why=pair_word(row))
    before, after = _level(row, row.baseline), _level(row, row.endline)
    noise = verdict_word(row.verdict)
    if row.change == 0 or before == after:
        return t("{title} stayed at {after}: {noise}", title=title, after=after, noise=noise)
    said = (
        t("{title} rose from {before} to {after}: {noise}")
        if row.change > 0
        else t("{title} fell from {before} to {after}: {noise}")
    )
    return said.format(title=title, before=before, after=after, noise=noise)


def _level(row: Any, value: Any) -> str:
    return kpi_value(value, row.unit, row.type, currency=row.currency if isinstance(row.currency, str) else "")


def pair_word(row: Any) -> str:
    """Why there is no change from baseline to endline, in words; nothing where there is one."""
    due = t("{day}", day=day(row.due_on)) if pd.notna(row.due_on) else ""
    return {
        "paired": "",
        "silent": t("no endline, which was due on {day}", day=due) if due else t("no endline"),
        "not_due": t("the endline is not due before {day}", day=due),
        "no_baseline": t("no baseline to compare with"),
        "not_computable": t("not computable, for want of a base"),
        "not_asked": t("trained in no module that asks for it"),
        "copied": t("the first answers are repeated, not measured again"),
        "units_differ": t("baseline and endline have different units"),
    }[row.status]


def pair_flags(row: Any) -> list[str]:
    """What to know before a change is believed; `row` of `enterprises/kpi_changes`."""
    said = []
    if row.other_season:
        said.append(t("baseline and endline lie in different seasons"))
    if row.late_baseline:
        said.append(t("the baseline reaches beyond the first workshop"))
    if row.zero_to_zero:
        said.append(t("none before and none after"))
    return said


def outcome_word(row: Any) -> str:
    """What became of a KPI by its minimal change, in a word; nothing where there is no pair."""
    if not isinstance(row.outcome, str):
        return ""
    if row.better == "neither":
        return {"improved": t("rose"), "worse": t("fell"), "same": t("as before")}[row.outcome]
    return {"improved": t("better"), "worse": t("worse"), "same": t("as before")}[row.outcome]


def trends_finding(frame: pd.DataFrame) -> str:
    """What became of the enterprise's KPIs, as a title; `frame` of `enterprises/kpi_changes`."""
    paired = frame[(frame["status"] == "paired") & (frame["better"] != "neither")]
    if paired.empty:
        return t("No KPI has both a baseline and an endline yet")
    noisy = paired[paired["outcome"] == "improved"]
    return t(
        "{better} of {count} KPIs with baseline and endline are better, {sure} of them by more than noise",
        better=number(len(noisy)),
        count=number(len(paired)),
        sure=number(int((noisy["verdict"] == "more_than_noise").sum())),
    )


def sexes_finding(values: pd.DataFrame, row: Any) -> str:
    """How the latest values of women and of men compare; `values` of `enterprises/kpi_by_sex`, `row` as above."""
    shown = values[values["status"] == "shown"]
    last = {sex: shown[shown["sex"] == sex] for sex in ("female", "male")}
    if last["female"].empty or last["male"].empty:
        return t("Reported of one sex only")
    both = shown[shown["sex"].isin(["female", "male"])].groupby("period_start")["sex"].nunique()
    common = both[both == 2].index.max()
    if pd.isna(common):
        return t("Women and men were never reported for the same period")
    women, men = (float(rows.loc[rows["period_start"] == common, "value"].iloc[0]) for rows in last.values())
    return t(
        "Women {women}, men {men} in {period}",
        women=_level(row, women),
        men=_level(row, men),
        period=day(common, "MMM yyyy"),
    )
