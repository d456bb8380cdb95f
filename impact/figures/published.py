"""Published figures on a time axis, as they were published."""

from calendar import monthrange
from datetime import date
from math import log10
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, note, plain
from impact.figures.tokens import FLAGGED, MAIN
from impact.text import number, t, tn

UPWARDS = {"over", "more than", "at least"}
DOWNWARDS = {"nearly", "up to", "under", "less than", "at most"}
LOGARITHMIC_FROM = 50
# As a share of the figure, on a telephone.
LABEL_WIDTH = 0.36


def published_timeline(frame: pd.DataFrame) -> go.Figure:
    """Published figures of one kind: a line over the period that each is about, at the height of its value.

    `frame`: id; label; value; value_low, value_high (or null); qualifier (exactly, over, nearly, ...); period_start,
    period_end (a year, month or day as text, or null); country (name or empty); counts; flag (or empty); unit.
    Only one kind at a time: the same indicator, counts and unit. An arrow shows where the true value may lie
    ("over", "up to"), a whisker a published range; flagged figures are crosses in another colour.
    """
    rows = frame.assign(start=frame["period_start"].map(_first_day), end=frame["period_end"].map(_last_day))
    rows["start"], rows["end"] = rows["start"].fillna(rows["end"]), rows["end"].fillna(rows["start"])
    dated = rows.dropna(subset=["start", "value"]).sort_values("value", ascending=False, ignore_index=True)
    scale = "log" if _is_wide(dated["value"]) else "linear"
    figure = blank(_alt(frame, dated), 420, showlegend=False)
    shown = _labels_that_fit(dated, scale)
    for row in dated.itertuples():
        _add(figure, row, *shown[row.Index])
    figure.update_yaxes(**_value_axis(dated, scale), fixedrange=True)
    figure.update_xaxes(type="date", showgrid=True, fixedrange=True, dtick=_years_step(dated), tickformat="%Y")
    if len(dated) < len(frame):
        count = len(frame) - len(dated)
        text = tn(
            "{count} figure has no period and is not drawn", "{count} figures have no period and are not drawn", count
        )
        note(figure, text, x=0, xref="paper", xanchor="left", y=1, yref="paper", yanchor="bottom")
    return figure


def _add(figure: go.Figure, row: Any, label: str, side: str) -> None:
    flagged = _given(row.flag)
    colour = FLAGGED if flagged else MAIN
    where = f"{plain(row.country)}<br>" if _given(row.country) else ""
    warning = f"<br><b>{plain(t(str(row.flag)))}</b>" if flagged else ""
    period = " – ".join(dict.fromkeys(str(p) for p in (row.period_start, row.period_end) if _given(p)))
    figure.add_scatter(
        x=[row.start, row.end],
        y=[row.value, row.value],
        mode="lines+markers+text" if label else "lines+markers",
        line={"color": colour, "width": 2.5, "dash": "dot" if flagged else "solid"},
        marker={
            "color": colour,
            "size": [0, 11],
            "symbol": ["circle", _symbol(row.qualifier, flagged)],
            "opacity": 1,
            "line": {"width": 0},
        },
        error_y=_whisker(row, colour),
        text=["", label],
        textposition=f"{side} left",
        hovertext=f"{where}{plain(row.label)}<br><b>{_wording(row)}</b><br>{period}{warning}",
        hoverinfo="text",
        cliponaxis=False,
    )


def _symbol(qualifier: str, flagged: bool) -> str:
    if flagged:
        return "x"
    if qualifier in UPWARDS:
        return "triangle-up"
    return "triangle-down" if qualifier in DOWNWARDS else "circle"


def _whisker(row: Any, colour: str) -> dict[str, Any] | None:
    if pd.isna(row.value_low) or pd.isna(row.value_high) or row.value_low == row.value_high:
        return None
    up, down = [0, row.value_high - row.value], [0, row.value - row.value_low]
    return {"type": "data", "array": up, "arrayminus": down, "color": colour, "thickness": 1.5, "width": 5}


def _wording(row: Any) -> str:
    """The value as it was published: "over 30", "75–80%"."""
    unit = "percent" if str(row.unit).startswith("percent") else None
    if _given(row.value_low) and _given(row.value_high) and row.value_low != row.value_high:
        return f"{number(row.value_low)}–{number(row.value_high, unit)}"
    value = number(row.value, unit)
    return value if row.qualifier == "exactly" or not _given(row.qualifier) else f"{t(str(row.qualifier))} {value}"


def _labels_that_fit(dated: pd.DataFrame, scale: str) -> list[tuple[str, str]]:
    """Each label and its side: above its marker, else below it; one that fits on neither is left to the hover text."""
    if dated.empty:
        return []
    heights = [log10(v) if scale == "log" else float(v) for v in dated["value"]]
    tall, low = (max(heights) - min(heights)) or 1.0, min(heights)
    first, last = dated["start"].min(), dated["end"].max()
    long = max((last - first).days, 1)
    spans = [((r.start - first).days / long, (r.end - first).days / long) for r in dated.itertuples()]
    ups = [(height - low) / tall for height in heights]
    lines = [(start, end, up, 0.03) for (start, end), up in zip(spans, ups, strict=True)]
    written: list[tuple[float, float, float, float]] = []
    labels: list[tuple[str, str]] = []
    for place, row in enumerate(dated.itertuples()):
        text = f"{plain(row.country)} {_wording(row)}" if _given(row.country) else f"<b>{_wording(row)}</b>"
        end, others = spans[place][1], [*written, *lines[:place], *lines[place + 1 :]]
        free = [
            (side, at)
            for side, at in (("top", ups[place] + 0.04), ("bottom", ups[place] - 0.04))
            if _free(end, at, others)
        ]
        labels.append((text, free[0][0]) if free else ("", "top"))
        written += [(end - LABEL_WIDTH, end, free[0][1], 0.07)] if free else []
    return labels


def _free(end: float, at: float, taken: list[tuple[float, float, float, float]]) -> bool:
    """Is there neither a line nor a label where one that ends at `end` would stand?"""
    return all(abs(at - up) > room or right < end - LABEL_WIDTH or left > end for left, right, up, room in taken)


def _value_axis(dated: pd.DataFrame, scale: str) -> dict[str, Any]:
    percent = len(dated) and str(dated["unit"].iloc[0]).startswith("percent")
    if scale == "log":
        low, high = log10(dated["value"].min()), log10(dated["value"].max())
        ticks = [10**p for p in range(int(low), int(high) + 2)]
        text = [number(tick) for tick in ticks]
        return {"type": "log", "range": [low - 0.25, high + 0.35], "tickvals": ticks, "ticktext": text}
    known = dated[["value", "value_low", "value_high"]].astype(float)
    low, high = min(0.0, known.min().min()), max(0.0, known.max().max())
    room = 0.12 * ((high - low) or 1)
    span = [low - room if low < 0 else 0, high + room]
    return {"range": span if len(dated) else [0, 1], "ticksuffix": "%" if percent else "", "nticks": 6}


def _is_wide(values: "pd.Series[float]") -> bool:
    return len(values) > 1 and values.min() > 0 and values.max() / values.min() > LOGARITHMIC_FROM


def _years_step(dated: pd.DataFrame) -> str:
    years = 1 if dated.empty else (dated["end"].max() - dated["start"].min()).days / 365
    return "M12" if years <= 8 else "M24" if years <= 16 else "M60"


def _given(value: object) -> bool:
    return not pd.isna(value) and str(value) != ""


def _first_day(period: object) -> pd.Timestamp | None:
    return _day(period, first=True)


def _last_day(period: object) -> pd.Timestamp | None:
    return _day(period, first=False)


def _day(period: object, *, first: bool) -> pd.Timestamp | None:
    if not _given(period):
        return None
    year, month, day = ([int(p) for p in str(period).removesuffix(".0").split("-")] + [0, 0])[:3]
    month = month or (1 if first else 12)
    day = day or (1 if first else monthrange(year, month)[1])
    return pd.Timestamp(date(year, month, day))


def _alt(frame: pd.DataFrame, dated: pd.DataFrame) -> str:
    if dated.empty:
        return t("Published figures: none of them has a period.")
    high, low = next(dated.head(1).itertuples()), next(dated.tail(1).itertuples())
    text = t(
        "Published figures on a time axis ({count}): highest {high}, lowest {low}.",
        count=number(len(dated)),
        high=_wording(high),
        low=_wording(low),
    )
    flagged = sum(_given(f) for f in frame["flag"])
    return (
        text
        if not flagged
        else f"{text} {tn('{count} is doubtful and marked.', '{count} are doubtful and marked.', flagged)}"
    )
