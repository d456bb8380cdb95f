"""The quality of data: countries by quarters, one measure at a time, and its words."""

from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain
from impact.text import number, t

MOST_QUARTERS = 8
NAME = 13  # characters of a country's name beside the rows
# From weak to strong of one hue; the value stands in each cell, so that nobody must tell the hues apart.
WEAK, STRONG = "#CFE3F1", "#559AC4"


@dataclass(frozen=True)
class Measure:
    """One measure of quality: its column, its label, its unit, and whether more of it is better."""

    column: str
    label: str
    unit: str
    more_is_better: bool


def quality_measures() -> dict[str, Measure]:
    """The measures of `review/data_quality`, by their code in the link, in order."""
    found = (
        Measure("on_time_rate", t("Country reports on time"), "percent", True),
        Measure("days_to_record", t("Days until recorded"), "days", False),
        Measure("complete_rate", t("Complete records"), "percent", True),
        Measure("pair_rate", t("Due KPIs with baseline and endline"), "percent", True),
        Measure("sex_known_rate", t("Attendances of known sex"), "percent", True),
        Measure("implausible", t("Implausible records"), "records", False),
    )
    return {one.column: one for one in found}


def quality_grid(frame: pd.DataFrame, measure: Measure) -> go.Figure:
    """Countries down, the last quarters across, the measure in each cell; an empty cell has nothing to measure.

    `frame`: country, quarter_on (its first day), and the measure's column, in percent, days or records.
    """
    known = frame[frame[measure.column].notna()]
    if measure.unit == "records":
        known = known[known[measure.column] > 0]
    quarters = sorted(known["quarter_on"].unique())[-MOST_QUARTERS:]
    known = known[known["quarter_on"].isin(quarters)]
    countries = sorted(known["country"].unique(), reverse=True)
    if not countries:
        return blank(t("Nothing to measure."), 120, empty=True)
    grid = known.pivot_table(index="country", columns="quarter_on", values=measure.column, sort=False)
    grid = grid.astype(float).reindex(index=countries, columns=quarters)
    labels = [quarter_said(day) for day in quarters]
    alt = t(
        "{measure} of {count} countries in {quarters} quarters, {first} to {last}",
        measure=measure.label,
        count=number(len(countries)),
        quarters=number(len(quarters)),
        first=labels[0],
        last=labels[-1],
    )
    figure = blank(alt, 58 + 24 * len(countries), showlegend=False)
    figure.add_heatmap(
        z=grid.to_numpy(),
        x=labels,
        y=[plain(_short(name)) for name in countries],
        text=[[_cell(value, measure) for value in row] for row in grid.to_numpy()],
        customdata=[[plain(name)] * len(quarters) for name in countries],
        texttemplate="%{text}",
        textfont={"size": 10, "color": "#0F1517"},
        hovertemplate="%{customdata}, %{x}: %{text}<extra></extra>",
        colorscale=[[0, WEAK], [1, STRONG]],
        showscale=False,
        xgap=2,
        ygap=2,
        hoverongaps=False,
    )
    # On a telephone every second quarter has room for its name, on two lines.
    shown = labels[::-1][:: 2 if len(labels) > 4 else 1]
    ticks = {"tickvals": shown, "ticktext": [label.replace(" ", "<br>") for label in shown], "tickangle": 0}
    figure.update_xaxes(side="top", fixedrange=True, showgrid=False, type="category", **ticks)
    figure.update_yaxes(fixedrange=True, showgrid=False, type="category", ticklabelposition="outside", dtick=1)
    figure.update_layout(margin={"l": 4, "r": 4, "t": 42, "b": 6})
    return figure


def quality_finding(frame: pd.DataFrame, measure: Measure) -> str:
    """The measure in a sentence: of the last quarter that has it, how many countries, and which is the weakest."""
    known = frame[frame[measure.column].notna()]
    if known.empty:
        return t("{measure}: nothing to measure", measure=measure.label)
    last = known[known["quarter_on"] == known["quarter_on"].max()]
    weakest = last.sort_values([measure.column, "country"], ascending=[measure.more_is_better, True]).iloc[0]
    return t(
        "{measure} in {quarter}: {middle} in the middle of {count} countries, weakest {country} with {value}",
        measure=measure.label,
        quarter=quarter_said(last["quarter_on"].iloc[0]),
        middle=_cell(float(last[measure.column].astype(float).median()), measure),
        count=number(len(last)),
        country=weakest["country"],
        value=_cell(float(weakest[measure.column]), measure),
    )


def quarter_said(day: Any) -> str:
    """A quarter in words, by its first day."""
    return t("Q{quarter} {year}", quarter=(day.month + 2) // 3, year=day.year)


def _cell(value: float, measure: Measure) -> str:
    return "" if pd.isna(value) else number(round(value), "percent" if measure.unit == "percent" else None)


def _short(name: str) -> str:
    return name if len(name) <= NAME else f"{name[: NAME - 1]}…"
