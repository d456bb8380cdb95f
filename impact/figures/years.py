"""Figures over the years."""

from math import ceil, isnan
from typing import TYPE_CHECKING, Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, missing_word, note, shade, year_axis
from impact.figures.tokens import HATCH, MAIN, MEN, PATTERNS, UNKNOWN, WOMEN
from impact.text import number, t

if TYPE_CHECKING:
    from impact.catalogue import Indicator

LABELLED_BARS, LARGE_LABELS = 16, 10


def by_year(frame: pd.DataFrame, indicator: "Indicator") -> go.Figure:
    """An indicator over the years: bars for counts, a line for percentages.

    `frame`: year int; value float or null; n int or null; complete bool (false: the as-of day cuts the year);
    status str (shown, no_data, withheld, not_computable). `frame.attrs["as_of"]` may hold the as-of day.
    A year without a value is a gap with a word in it, never a zero.
    """
    values = frame["value"].astype(float)
    figure = blank(_alt(frame, indicator), 320, empty=not values.notna().any(), xaxis=year_axis(frame))
    labels = [number(v, indicator.unit) if pd.notna(v) else "" for v in values]
    hover = [_hover(row, indicator) for row in frame.itertuples()]
    complete = frame["complete"].astype(bool).tolist()
    common = {"x": frame["year"], "y": values, "hovertext": hover, "hoverinfo": "text", "showlegend": False}
    if indicator.unit == "percent":
        figure.add_trace(_line(common, labels, complete))
        figure.update_yaxes(**_percent_axis(values))
    else:
        figure.add_trace(_bars(common, labels if len(frame) <= LABELLED_BARS else None, complete))
        figure.update_yaxes(rangemode="tozero", fixedrange=True, nticks=5, range=_room(values))
    for row in frame.itertuples():
        if row.status != "shown":
            note(figure, missing_word(row.status), x=row.year, y=0, yanchor="bottom", textangle=-90)
    return figure


def _bars(common: dict[str, Any], labels: list[str] | None, complete: list[bool]) -> go.Bar:
    marker = {
        "color": [MAIN if whole else shade(MAIN, 0.3) for whole in complete],
        "line": {"color": MAIN, "width": 1.5},
    }
    size = {"size": 13 if len(complete) <= LARGE_LABELS else 10}
    text = (
        {"text": labels, "textposition": "outside", "textangle": 0, "cliponaxis": False, "textfont": size}
        if labels
        else {}
    )
    return go.Bar(**common, **text, marker=marker, constraintext="none")


def _line(common: dict[str, Any], labels: list[str], complete: list[bool]) -> go.Scatter:
    marker = {"size": 9, "color": MAIN, "symbol": ["circle" if whole else "circle-open" for whole in complete]}
    every = ceil(len(labels) / 8)
    kept = [label if (len(labels) - 1 - i) % every == 0 else "" for i, label in enumerate(labels)]
    sides = _sides(common["y"].tolist())
    shape = {"mode": "lines+markers+text", "connectgaps": False, "line": {"color": MAIN, "width": 2.5}}
    return go.Scatter(**common, **shape, marker=marker, text=kept, textposition=sides, cliponaxis=False)


def _sides(values: list[float]) -> list[str]:
    """Above its point where the line comes from below, so that the line does not cross the label."""
    sides = []
    for place, value in enumerate(values):
        near = [v for v in values[max(place - 1, 0) : place + 2] if not isnan(v)]
        sides.append("top center" if value >= sum(near or [0.0]) / len(near or [0]) else "bottom center")
    return sides


def _percent_axis(values: "pd.Series[float]") -> dict[str, Any]:
    known = values.dropna()
    if known.empty or (known.min() >= 0 and known.max() <= 100):
        ticks = [0, 25, 50, 75, 100]
        text = [number(tick, "percent") for tick in ticks]
        return {"range": [0, 108], "tickvals": ticks, "ticktext": text, "fixedrange": True}
    return {"ticksuffix": "%", "rangemode": "tozero", "fixedrange": True, "nticks": 5}


def _room(values: "pd.Series[float]") -> list[float] | None:
    """From zero to a little above the highest bar, so that its label fits; left to Plotly where values are negative."""
    known = values.dropna()
    if known.empty or known.max() <= 0:
        return [0, 1] if known.empty or known.min() >= 0 else None
    return [0, float(known.max()) * 1.14] if known.min() >= 0 else None


def _hover(row: Any, indicator: "Indicator") -> str:
    value = number(row.value, indicator.unit) if row.status == "shown" else missing_word(row.status)
    cases = f"<br>n = {number(row.n)}" if pd.notna(row.n) else ""
    part = "" if row.complete else f"<br>{t('year not complete')}"
    return f"{row.year}: <b>{value}</b>{cases}{part}"


def _alt(frame: pd.DataFrame, indicator: "Indicator") -> str:
    known = frame.dropna(subset=["value"])
    label = t(indicator.label)
    if known.empty:
        return t("{label} by year: no values.", label=label)
    low, high = known.loc[known["value"].idxmin()], known.loc[known["value"].idxmax()]
    text = t(
        "{label} by year, {first} to {last}: lowest {low} in {low_year}, highest {high} in {high_year}.",
        label=label,
        first=int(known["year"].min()),
        last=int(known["year"].max()),
        low=number(low["value"], indicator.unit),
        low_year=int(low["year"]),
        high=number(high["value"], indicator.unit),
        high_year=int(high["year"]),
    )
    return text if known["complete"].all() else f"{text} {t('The latest year is not complete.')}"


def by_year_and_sex(frame: pd.DataFrame) -> go.Figure:
    """Women, men and people whose sex is not known, stacked; above each bar women's share of the women and men.

    `frame`: year int; women, men, unknown counts or null; `complete` and `attrs["as_of"]` as in `by_year`, or absent.
    """
    share = 100 * frame["women"] / (frame["women"] + frame["men"]).where(lambda known: known > 0)
    total = frame[["women", "men", "unknown"]].sum(axis=1, min_count=1).astype(float)
    look = {"barmode": "stack", "xaxis": year_axis(frame), "legend_traceorder": "normal"}
    figure = blank(_sex_alt(frame, share), 360, empty=not total.fillna(0).any(), **look)
    kinds = (("women", t("Women"), WOMEN), ("men", t("Men"), MEN), ("unknown", t("Sex not known"), UNKNOWN))
    for column, label, colour in kinds:
        if column == "unknown" and not frame[column].fillna(0).any():
            continue
        pattern = {"shape": PATTERNS[column], "bgcolor": colour, "fgcolor": HATCH, "size": 7, "solidity": 0.22}
        marker = {"color": colour, "pattern": pattern, "line": {"width": 0}}
        hover = [f"{y}, {label}: <b>{number(v)}</b>" for y, v in zip(frame["year"], frame[column], strict=True)]
        values = frame[column].astype(float)
        figure.add_bar(x=frame["year"], y=values, name=label, marker=marker, hovertext=hover, hoverinfo="text")
    _shares_above(figure, frame["year"], total, share)
    figure.update_yaxes(rangemode="tozero", fixedrange=True, nticks=5, range=_room(total))
    figure.update_xaxes(title={"text": t("Above the bars: women's share of the women and men")})
    return figure


def _shares_above(figure: go.Figure, years: pd.Series, total: pd.Series, share: pd.Series) -> None:
    """Text of its own above the stack, because a label of one segment would move with it."""
    every = ceil(len(years) / 8)
    labels = [
        number(round(s), "percent") if pd.notna(s) and (len(years) - 1 - i) % every == 0 else ""
        for i, s in enumerate(share)
    ]
    text = {"text": labels, "textposition": "top center", "cliponaxis": False}
    figure.add_scatter(x=years, y=total + 0.01 * total.max(), mode="text", hoverinfo="skip", showlegend=False, **text)


def _sex_alt(frame: pd.DataFrame, share: pd.Series) -> str:
    known = share.dropna()
    if known.empty:
        return t("Women and men by year: no values.")
    first, last = known.index[0], known.index[-1]
    if first == last:
        only = number(round(known[first]), "percent")
        return t("Women and men: {share} women in {year}.", share=only, year=int(frame.loc[first, "year"]))
    return t(
        "Women and men by year: {first} women in {first_year}, {last} in {last_year}, of those whose sex is known.",
        first=number(round(known[first]), "percent"),
        first_year=int(frame.loc[first, "year"]),
        last=number(round(known[last]), "percent"),
        last_year=int(frame.loc[last, "year"]),
    )
