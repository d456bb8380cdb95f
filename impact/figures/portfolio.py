"""What a trainer's portfolio says and shows: its findings in words, and satisfaction beside other trainers."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank
from impact.figures.row_charts import percent
from impact.figures.tokens import MAIN, QUIET
from impact.text import listing, number, t, tn

FEW_ANSWERS = 30
REASONS = ("overdue", "unseen", "no_baseline", "worse", "soon")


def portfolio_finding(frame: pd.DataFrame) -> str:
    """How many enterprises need a visit; `frame` is `enterprises/portfolio`."""
    found = int(frame["found"].iloc[0])
    need = int(frame["visit"].notna().sum())
    if need == 0:
        return tn("The enterprise needs no visit now", "None of {count} enterprises needs a visit now", found)
    if need == len(frame) < found:
        return t("{need} or more of {found} enterprises need a visit", need=number(need), found=number(found))
    said = {"found": number(found)}
    return tn(
        "{count} of {found} enterprises needs a visit", "{count} of {found} enterprises need a visit", need, **said
    )


def places_finding(frame: pd.DataFrame) -> str:
    """How the enterprises changed, and beside others; `frame` is `enterprises/portfolio`."""
    improved, paired = int(frame["improved"].sum()), int(frame["paired"].sum())
    if paired == 0:
        return t("No KPI has a baseline and an endline yet")
    return tn(
        "{improved} of {count} KPI with baseline and endline is better",
        "{improved} of {count} KPIs with baseline and endline are better",
        paired,
        improved=number(improved),
    )


def due_finding(frame: pd.DataFrame) -> str:
    """How much is overdue; `frame` is `enterprises/due`."""
    recent = frame[~frame["old"].astype(bool)]
    overdue = int((recent["state"] == "overdue").sum())
    soon = int((recent["state"] == "to_come").sum())
    if recent.empty and not frame.empty:
        return tn(
            "{count} endline never reported, of workshops more than two years ago",
            "{count} endlines never reported, of workshops more than two years ago",
            int(frame["found"].iloc[0]),
        )
    first = tn("{count} endline is overdue", "{count} endlines are overdue", overdue)
    second = tn("{count} endline falls due within 90 days", "{count} endlines fall due within 90 days", soon)
    return "; ".join([*([first] if overdue or not soon else []), *([second] if soon else [])])


def reasons_said(row: Any) -> str:
    """Why an enterprise of `enterprises/portfolio` needs a visit, in words."""
    given = str(row.reasons or "").split(",")
    words = {
        "overdue": lambda: tn(
            "{count} endline overdue, for {days} days",
            "{count} endlines overdue, the longest for {days} days",
            int(row.overdue),
            days=number(row.overdue_days),
        ),
        "unseen": lambda: tn("nobody there for {count} day", "nobody there for {count} days", int(row.days_since)),
        "no_baseline": lambda: tn("{count} baseline missing", "{count} baselines missing", int(row.no_baseline)),
        "worse": lambda: tn("{count} KPI worse", "{count} KPIs worse", int(row.worse)),
        "soon": lambda: tn("{count} endline due within 60 days", "{count} endlines due within 60 days", int(row.soon)),
    }
    return "; ".join(words[code]() for code in REASONS if code in given)


def due_said(row: Any) -> str:
    """How long an endline of `enterprises/due` is overdue, or when it falls due, in words."""
    if row.state == "overdue":
        return tn("overdue for {count} day", "overdue for {count} days", int(row.days))
    return tn("due in {count} day", "due in {count} days", -int(row.days)) if row.days < 0 else t("due today")


def trainer_satisfaction_finding(row: Any) -> str:
    """The own rate beside other trainers'; `row` of `enterprises/trainer_satisfaction`."""
    if pd.isna(row.value):
        few = row.status == "withheld"
        return t("Too few answers to show them") if few else t("No answers about the trainer's sessions")
    own = t("{value} of the answers are 4 or 5 of 5", value=percent(row.value))
    if pd.isna(row.middle):
        return own
    if not pd.isna(row.low) and row.low > row.upper:
        return t("{own}: above the upper quarter of other trainers", own=own)
    if not pd.isna(row.high) and row.high < row.lower:
        return t("{own}: below the lower quarter of other trainers", own=own)
    return t("{own}: no clear difference to other trainers", own=own)


def trainer_satisfaction(frame: pd.DataFrame) -> go.Figure:
    """The own share with its interval upon the quartiles of other trainers.

    `frame` has one row: value, low, high, lower, middle, upper in percent (null where not shown), n, others.
    """
    row: Any = next(frame.itertuples())
    figure = blank(_alt(row), 122, empty=pd.isna(row.value), showlegend=False)
    values = [v for v in (row.value, row.low, row.high, row.lower, row.middle, row.upper) if not pd.isna(v)]
    if pd.isna(row.value):
        return figure
    if not pd.isna(row.middle):
        figure.add_shape(
            type="rect", x0=row.lower, x1=row.upper, y0=0.25, y1=0.75, fillcolor=QUIET, opacity=0.25, line={"width": 0}
        )
        figure.add_scatter(
            x=[row.middle, row.middle],
            y=[0.25, 0.75],
            mode="lines",
            line={"color": QUIET, "width": 2},
            hovertext=t("median of other trainers: {value}", value=percent(row.middle)),
            hoverinfo="text",
        )
        figure.add_annotation(
            text=t("middle half of {count} other trainers", count=number(row.others)),
            x=(row.lower + row.upper) / 2,
            y=0.22,
            yanchor="top",
            showarrow=False,
        )
    if not pd.isna(row.low):
        figure.add_scatter(
            x=[row.low, row.high], y=[0.5, 0.5], mode="lines", line={"color": MAIN, "width": 3}, hoverinfo="skip"
        )
    figure.add_scatter(
        x=[row.value],
        y=[0.5],
        mode="markers",
        marker={"color": MAIN, "size": 12},
        hovertext=percent(row.value),
        hoverinfo="text",
    )
    figure.add_annotation(text=f"<b>{percent(row.value)}</b>", x=row.value, y=0.8, yanchor="bottom", showarrow=False)
    low = max(0, 10 * ((min(values) - 5) // 10))
    ticks = list(range(int(low), 101, 10 if low >= 50 else 20))
    figure.update_xaxes(
        range=[low, 101], tickvals=ticks, ticktext=[number(tick, "percent") for tick in ticks], fixedrange=True
    )
    figure.update_yaxes(range=[0, 1.15], visible=False, fixedrange=True)
    figure.update_layout(margin={"l": 16, "r": 24, "t": 6, "b": 24})
    return figure


def _alt(row: Any) -> str:
    if pd.isna(row.value):
        return t("Satisfaction with the trainer's sessions: not shown.")
    parts = [t("Satisfaction with the trainer's sessions: {value}", value=percent(row.value))]
    if not pd.isna(row.low):
        parts.append(t("95 % interval {low} to {high}", low=percent(row.low), high=percent(row.high)))
    if not pd.isna(row.middle):
        parts.append(
            t(
                "other trainers: middle half {lower} to {upper}, median {middle}",
                lower=percent(row.lower),
                upper=percent(row.upper),
                middle=percent(row.middle),
            )
        )
    return listing(parts) + "."
