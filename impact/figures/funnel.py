"""The funnel: how far engagements get, who stopped at each step, and why that is not always a drop."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import left, pixel_layout
from impact.figures.parts import blank, shade
from impact.figures.tokens import MAIN, QUIET, WORSE
from impact.text import number, t

HEAD, BAR, NOTE, GAP = 20, 20, 17, 14
LEGEND = 70  # three lines on a telephone


def step_name(step: str) -> str:
    """A step of an engagement as readers see it."""
    return {
        "enrolled": t("Enrolled"),
        "baseline": t("Baseline"),
        "classroom": t("Workshop"),
        "visited": t("First visit"),
        "endline": t("Endline"),
        "completed": t("Completed"),
    }[step]


def _kinds() -> dict[str, tuple[str, str, dict[str, Any]]]:
    """The parts of a step's bar: its name, its colour and its pattern."""
    lines = {"fillmode": "replace", "size": 6, "solidity": 0.35}
    return {
        "recorded": (t("reached"), MAIN, {"color": MAIN}),
        "not_recorded": (
            t("passed, its date missing"),
            MAIN,
            {"color": shade(MAIN, 0.25), "pattern": {"shape": ".", "fgcolor": MAIN, **lines}},
        ),
        "gave_up": (t("gave up before it"), WORSE, {"color": WORSE}),
        "under_way": (t("under way"), QUIET, {"color": shade(QUIET, 0.25)}),
        "silent": (
            t("silent for over a year"),
            QUIET,
            {"color": shade(QUIET, 0.25), "pattern": {"shape": "/", "fgcolor": QUIET, **lines}},
        ),
    }


def funnel(frame: pd.DataFrame) -> go.Figure:
    """The steps from enrolment to completion: each bar is those that reached the step before, by what became of them.

    `frame` of `training/module_funnel` for one module, or for all (code empty), in order: step; enrolled, before,
    reached, recorded, not_recorded, gave_up, under_way, silent (engagements); median_days or null, n_days,
    out_of_order.
    """
    starts, notes, y = [], [], 0.0
    for row in frame.itertuples():
        starts.append(y)
        notes.append(_note(row))
        y += HEAD + BAR + (NOTE if notes[-1] else 0) + GAP
    middles = [start + HEAD + BAR / 2 for start in starts]
    texts = [left(_head(row), start) for row, start in zip(frame.itertuples(), starts, strict=True)]
    below = [left(said, start + HEAD + BAR + 2, 12) for said, start in zip(notes, starts, strict=True) if said]
    figure = blank(
        _alt(frame),
        empty=frame.empty or not frame["enrolled"].any(),
        barmode="stack",
        annotations=[*texts, *below],
        legend={"y": 1, "yanchor": "bottom", "x": 0, "traceorder": "normal", "font": {"size": 12}},
        **pixel_layout(y, {}, above=LEGEND),
    )
    for column, (word, colour, look) in _kinds().items():
        if not frame[column].any():
            continue
        values = frame[column].astype(float)
        figure.add_bar(
            orientation="h",
            name=word,
            x=values,
            y=middles,
            width=BAR,
            marker={**look, "line": {"color": colour, "width": 1}},
            hovertext=[
                f"<b>{step_name(step)}</b><br>{t('{count} engagements', count=number(v))}: {word}"
                for step, v in zip(frame["step"], values, strict=True)
            ],
            hoverinfo="text",
        )
    return figure


def _head(row: Any) -> str:
    share = number(100 * row.reached / row.enrolled, "percent") if row.enrolled else "–"
    return f"<b>{step_name(row.step)}</b>  {number(row.reached)} · {share}"


def _note(row: Any) -> str:
    """Days since the step before, of those that have both dates."""
    said = []
    if row.n_days:
        said.append(t("median {days} days (n = {n})", days=number(row.median_days), n=number(row.n_days)))
    if row.out_of_order:
        said.append(t("{count} out of order", count=number(row.out_of_order)))
    return " · ".join(said)


def funnel_finding(frame: pd.DataFrame) -> str:
    """Of 100 that enrolled, how many reached the workshop, and what became of the others. `frame` as in `funnel`."""
    steps = frame.set_index("step") if len(frame) else frame
    if frame.empty or not steps.loc["enrolled", "enrolled"]:
        return t("No engagement to follow here")
    enrolled = float(steps.loc["enrolled", "enrolled"])
    before = steps.loc[["baseline", "classroom"]]
    if enrolled < 100:
        return t(
            "Of {enrolled} enrolled, {reached} reached the workshop: {gone} gave up before it, {on} still under way",
            enrolled=number(enrolled),
            reached=number(steps.loc["classroom", "reached"]),
            gone=number(before["gave_up"].sum()),
            on=number(before["under_way"].sum()),
        )
    return t(
        "Of 100 enrolled, {reached} reached the workshop and {completed} completed; {gone} gave up, {on} go on",
        reached=_of_hundred(steps.loc["classroom", "reached"], enrolled),
        completed=_of_hundred(steps.loc["completed", "reached"], enrolled),
        gone=_of_hundred(frame["gave_up"].sum(), enrolled),
        on=_of_hundred(frame["under_way"].sum(), enrolled),
    )


def _of_hundred(part: float, whole: float) -> str:
    return number(round(100 * float(part) / whole))


def _alt(frame: pd.DataFrame) -> str:
    if frame.empty or not frame["enrolled"].any():
        return t("How far engagements get: no values.")
    reached = [f"{step_name(row.step)} {number(row.reached)}" for row in frame.itertuples()]
    return t(
        "How far engagements get: {steps}; {gone} gave up, {on} are under way.",
        steps=", ".join(reached),
        gone=number(frame["gave_up"].sum()),
        on=number(frame["under_way"].sum()),
    )
