"""Figures of improvement projects: what became of them, how long they take; and of suggestions by women and men."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import dot, nothing, percent, place_rows, points, rows_of, spans, why_missing
from impact.figures.stacked import Part, part_bars, part_hovers, stack_key
from impact.figures.tokens import LIGHT, MAIN, MEN, PATTERNS, QUIET, UNKNOWN, WOMEN
from impact.text import number, t

STATUSES = ("completed", "under_way", "planned", "stopped")
MOST_TOLD = 8
WHISKER = 0.45


def stacked_counts(
    frame: pd.DataFrame, parts: Sequence[Part], notes: Sequence[str], alt: str, hovers: Sequence[str] | None = None
) -> go.Figure:
    """One bar for each row, made of the columns of `parts` as amounts; `notes` stand at the bars' right end.

    `frame`: code; name; the parts' columns float or null; status. A click gives the code. `hovers` are said after each
    part's own.
    """
    rows = rows_of(frame)
    shown = [part for part in parts if frame[part.column].fillna(0).any()] or list(parts[:1])
    amounts = {part.column: frame[part.column].fillna(0).astype(float).tolist() for part in shown}
    totals = [sum(values) for values in zip(*amounts.values(), strict=True)]
    layout, middles = place_rows([row.name for row in rows], notes, key=stack_key(shown), ticks=())
    layout["xaxis"] |= {"range": [0, max([*totals, 0]) or 1]}
    figure = blank(alt, empty=nothing(frame), barmode="stack", showlegend=False, **layout)
    codes = [row.code for row in rows]
    for part in shown:
        said = part_hovers(rows, part, amounts[part.column])
        if hovers is not None:
            said = [f"{first}<br>{more}" for first, more in zip(said, hovers, strict=True)]
        figure.add_trace(part_bars(part, amounts[part.column], middles, said, codes))
    return figure


def improvement_rows(frame: pd.DataFrame) -> go.Figure:
    """Improvement projects in each group: completed, under way, planned, stopped.

    `frame` of `enterprises/improvements`: code; name; value (completed), under_way, planned, stopped, projects,
    left_out int; status. A click gives the code.
    """
    parts = [
        Part("value", t("Completed"), MAIN, MAIN, text=LIGHT.background),
        Part("under_way", t("Under way"), shade(MAIN, 0.35), MAIN),
        Part("planned", t("Planned"), shade(QUIET, 0.15), QUIET, "."),
        Part("stopped", t("Stopped"), shade(QUIET, 0.35), QUIET, "/"),
    ]
    rows = rows_of(frame)
    return stacked_counts(frame, parts, [_projects_note(row) for row in rows], _projects_alt(rows))


def _projects_note(row: Any) -> str:
    if not row.projects:
        return t("{count} left out", count=number(row.left_out)) if row.left_out else why_missing(row.status)
    if row.code in STATUSES:
        return f"<b>{number(row.projects)}</b>"
    return t("<b>{completed}</b> of {projects}", completed=number(row.value), projects=number(row.projects))


def _projects_alt(rows: list[Any]) -> str:
    known = [row for row in rows if row.projects]
    if not known:
        return t("Improvement projects by group: none.")
    said = [
        t("{name} {completed} of {projects}", name=r.name, completed=number(r.value), projects=number(r.projects))
        for r in known[:MOST_TOLD]
    ]
    return t("Improvement projects completed by group: {list}.", list="; ".join(said))


def improvements_finding(frame: pd.DataFrame, by: str) -> str:
    """How many were completed, and of what most are. `frame` as in `improvement_rows`."""
    projects, completed = int(frame["projects"].sum()), int(frame["value"].sum())
    if not projects:
        return t("No improvement project here")
    said = {"completed": number(completed), "projects": number(projects)}
    known = frame[frame["code"] != "unknown"]
    if by in ("category", "country", "sector", "module") and known["value"].any():
        top: Any = known.loc[known["value"].idxmax()]
        share = number(round(100 * top["value"] / max(completed, 1)), "percent")
        return t(
            "{completed} of {projects} improvement projects are completed, {share} of them in {name}",
            **said,
            share=share,
            name=top["name"],
        )
    return t("{completed} of {projects} improvement projects are completed", **said)


def times_rows(frame: pd.DataFrame) -> go.Figure:
    """The median days to completion in each group, with its interval.

    `frame` of `enterprises/improvement_times`: code; name; value, low, high (days or null); within_90 (percent or
    null); n, open_ones int; small; status. Few projects are a hollow dot. A click gives the code.
    """
    rows = rows_of(frame)
    layout, middles = place_rows([row.name for row in rows], [_days_note(row) for row in rows], ticks=())
    most = max([float(v) for row in rows for v in (row.value, row.high) if pd.notna(v)] or [1.0])
    layout["xaxis"] |= {"visible": True, "range": [0, most * 1.08], "rangemode": "tozero", "nticks": 6, "tickangle": 0}
    layout["margin"]["b"] = 40
    layout["height"] += 34
    layout["xaxis"]["title"] = {"text": t("Days from start to completion"), "standoff": 6}
    figure = blank(_days_alt(rows), empty=nothing(frame), showlegend=False, **layout)
    line = {"color": shade(MAIN, WHISKER), "width": 4}
    dots = points([row.value for row in rows], rows, middles, dot(MAIN, [row.small for row in rows]), _days_hover)
    return figure.add_traces([spans([row.low for row in rows], [row.high for row in rows], middles, line), dots])


def _days_note(row: Any) -> str:
    if pd.isna(row.value):
        return t("not half completed yet") if row.status == "not_due" else why_missing(row.status)
    few = f" ({t('few')})" if row.small else ""
    return t("<b>{days}</b> days · n {n}", days=number(row.value), n=number(row.n)) + few


def _days_hover(row: Any) -> str:
    if pd.isna(row.value):
        return f"<b>{plain(row.name)}</b><br>{_days_note(row)}"
    lines = [f"<b>{plain(row.name)}</b>", t("half completed within {days} days", days=number(row.value))]
    if pd.notna(row.low) and pd.notna(row.high):
        lines.append(t("95 % interval {interval}", interval=f"{number(row.low)}–{number(row.high)}"))
    if pd.notna(row.within_90):
        lines.append(t("{share} within 90 days", share=number(row.within_90, "percent")))
    lines.append(t("{n} projects, {open} still under way", n=number(row.n), open=number(row.open_ones)))
    return "<br>".join(lines)


def _days_alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.value)]
    if not known:
        return t("Days to completion by group: no values.")
    said = [t("{name} {days} (n = {n})", name=r.name, days=number(r.value), n=number(r.n)) for r in known[:MOST_TOLD]]
    return t("Median days to completion by group: {list}.", list="; ".join(said))


def times_finding(frame: pd.DataFrame) -> str:
    """How long half of the projects take. `frame` of `enterprises/improvement_times`, the whole: one row."""
    if frame.empty or frame["value"].isna().all():
        return t("How long improvement projects take cannot be told here")
    row: Any = frame.iloc[0]
    if row["small"]:
        return t("Too few improvement projects to tell how long they take")
    return t(
        "Half of the improvement projects are completed within {days} days, {share} within 90",
        days=number(row["value"]),
        share=number(round(row["within_90"]), "percent"),
    )


def suggestion_rows(frame: pd.DataFrame) -> go.Figure:
    """Suggestions made in each group: by women, by men, of others, and where the sex was not asked.

    `frame` of `enterprises/suggestions`: code; name; women_made, men_made, rest_made, made_together, made, implemented
    int or null; value (percent or null); status; small. A click gives the code.
    """
    parts = [
        Part("women_made", t("Women"), WOMEN, WOMEN, PATTERNS["women"]),
        Part("men_made", t("Men"), MEN, MEN),
        Part("rest_made", t("Other or not known"), UNKNOWN, UNKNOWN, PATTERNS["unknown"]),
        Part("made_together", t("Not given by sex"), shade(QUIET, 0.3), QUIET),
    ]
    rows = rows_of(frame)
    said = [_suggestions_note(row) for row in rows]
    alt = t("Suggestions made by group: no values.")
    known = [(row, note) for row, note in zip(rows, said, strict=True) if pd.notna(row.made)]
    if known:
        listed = (
            "; ".join(f"{row.name} {note}" for row, note in known[:MOST_TOLD]).replace("<b>", "").replace("</b>", "")
        )
        alt = t("Suggestions made by group, and the share implemented: {list}.", list=listed)
    return stacked_counts(frame, parts, said, alt)


def _suggestions_note(row: Any) -> str:
    if pd.isna(row.made):
        return why_missing(row.status)
    if pd.isna(row.value):
        return f"<b>{number(row.made)}</b>"
    few = f" ({t('few')})" if row.small else ""
    return t("<b>{made}</b> · {share} implemented", made=number(row.made), share=percent(row.value)) + few


def suggestions_finding(frame: pd.DataFrame) -> str:
    """The share put into practice, and of women's and men's. `frame` of `enterprises/suggestions`, the whole."""
    if frame.empty or frame["value"].isna().all():
        return t("How many suggestions are put into practice cannot be told here")
    row: Any = frame.iloc[0]
    share = number(round(row["value"]), "percent")
    if pd.isna(row["women_value"]) or pd.isna(row["men_value"]):
        return t("{share} of the suggestions made are put into practice", share=share)
    return t(
        "{share} of the suggestions made are put into practice: {women} of women's, {men} of men's",
        share=share,
        women=number(round(row["women_value"]), "percent"),
        men=number(round(row["men_value"]), "percent"),
    )


def teams_finding(frame: pd.DataFrame) -> str:
    """Women's share of team members and of managers. `frame` of `enterprises/improvement_teams`, the whole."""
    if len(frame) and frame["n"].isna().all():
        return t("Too few enterprises have improvement teams to say who sits in them")
    if frame.empty or frame["value"].isna().all():
        return t("Who sits in improvement teams was not recorded here")
    row: Any = frame.iloc[0]
    said = {
        "share": number(round(row["value"]), "percent"),
        "managers": number(round(row["women_of_managers"]), "percent") if pd.notna(row["women_of_managers"]) else "–",
        "without": number(round(row["without_women"], 1), "percent"),
    }
    return t(
        "{share} of team members are women, {managers} of the managers in teams; {without} of teams have no woman",
        **said,
    )
