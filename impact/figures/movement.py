"""A movement between two snapshots as a bridge: the old value, one step for each part, the new value."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.catalogue import Indicator
from impact.figures.parts import blank, note
from impact.figures.tokens import BETTER, MAIN, WORSE
from impact.text import number, t

COLUMNS = ("definition", "removed", "revised", "late", "added")


def step_word(step: str) -> str:
    """A step of a comparison as a reader sees it."""
    return {
        "definition": t("Changed definition"),
        "removed": t("Removed data"),
        "revised": t("Revised data"),
        "late": t("Late reports"),
        "new": t("New data"),
        "added": t("New data"),
    }[step]


def movement_finding(frame: pd.DataFrame, measure: Indicator) -> str:
    """The movement in a sentence. `frame`: the one row of `review/what_changed` that is shown, or none."""
    label = t(measure.label)
    if frame.empty:
        return t("{label}: no data in either export", label=label)
    row = frame.iloc[0]
    if row["status"] == "moved":
        parts = {name: float(row[name] or 0) for name in COLUMNS}
        largest = max(parts, key=lambda name: abs(parts[name]))
        return t(
            "{label}: {old} before, {new} now, most of it by {step}",
            label=label,
            old=_said(row["old_value"], measure),
            new=_said(row["new_value"], measure),
            step=step_word(largest).lower(),
        )
    if row["status"] == "same":
        return t("{label}: {value}, as before", label=label, value=_said(row["new_value"], measure))
    return f"{label}: {movement_remark(row['status'])}"


def movement_remark(status: str) -> str:
    """What is to be said of a movement without parts."""
    return {
        "appeared": t("no value before"),
        "vanished": t("no value now"),
        "withheld": t("withheld: few enterprises moved it"),
    }.get(status, "")


def movement(frame: pd.DataFrame, measure: Indicator) -> go.Figure:
    """The bridge of one indicator at one place; steps that moved nothing are left out.

    `frame`: one row of `review/what_changed` whose status is `moved`. Shares move by percentage points.
    """
    row = frame.iloc[0]
    steps = [(name, float(row[name])) for name in COLUMNS if abs(float(row[name])) > 1e-9]
    old, new = float(row["old_value"]), float(row["new_value"])
    names = [t("Before"), *(step_word(name) for name, _ in steps), t("Now")]
    said = [_said(old, measure), *(_signed(part, measure) for _, part in steps), _said(new, measure)]
    alt = t("From {old} to {new}: {steps}.", old=said[0], new=said[-1], steps=_told(names, said))
    figure = blank(alt, 70 + 40 * len(names), showlegend=False)
    colours: dict[str, Any] = {
        "increasing": {"marker": {"color": BETTER}},
        "decreasing": {"marker": {"color": WORSE}},
        "totals": {"marker": {"color": MAIN}},
    }
    low, high = _span(old, [part for _, part in steps])
    figure.add_waterfall(
        orientation="h",
        # The values stand below the names, where no bar can lie over them.
        y=[f"{name}<br><b>{value}</b>" for name, value in zip(names, said, strict=True)],
        x=[old, *(part for _, part in steps), new],
        measure=["absolute", *["relative"] * len(steps), "total"],
        hoverinfo="skip",
        connector={"line": {"width": 1, "dash": "dot"}},
        **colours,
    )
    if low > 0:
        note(
            figure,
            t("The axis does not begin at 0"),
            x=0,
            xref="paper",
            xanchor="left",
            y=1,
            yref="paper",
            yanchor="bottom",
        )
    figure.update_yaxes(autorange="reversed", fixedrange=True, showgrid=False)
    figure.update_xaxes(range=[low, high], fixedrange=True, ticksuffix="%" if measure.is_share else "", nticks=4)
    figure.update_layout(margin={"l": 4, "r": 12, "t": 26 if low > 0 else 8, "b": 30})
    return figure


def _span(old: float, parts: list[float]) -> tuple[float, float]:
    """The axis: from 0 where the steps are seen beside the whole, else from near to where they are."""
    ends = [old]
    for part in parts:
        ends.append(ends[-1] + part)
    low, high = min(ends), max(ends)
    room = (high - low) or abs(high) or 1.0
    # A bar from 0 would hide steps that are a hundredth of it.
    start = low - 0.35 * room if low > 0 and room < 0.1 * high else min(0.0, low)
    return start, high + 0.05 * (high - start)


def _said(value: object, measure: Indicator) -> str:
    return number(float(str(value)), measure.unit if measure.is_share else None)


def _signed(part: float, measure: Indicator) -> str:
    shown = number(abs(part))
    points = f" {t('points')}" if measure.is_share else ""
    return f"{'+' if part > 0 else '−'}{shown}{points}"


def _told(names: list[str], said: list[str]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(names[1:-1], said[1:-1], strict=True))
