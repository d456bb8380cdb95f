"""Figures of trainers: the stages that they reached, by sex, country and year."""

from numbers import Real
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.modules import LINE, left, pixel_rows, tops
from impact.figures.parts import blank, missing_word, plain
from impact.figures.tokens import HATCH, MEN, PATTERNS, UNKNOWN, WOMEN
from impact.figures.years import by_year_and_sex
from impact.text import number, t

BAR, GAP, ROW = 16, 12, 24


def gaps_as_nan(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with NaN for what is missing among its numbers: not recorded, or withheld."""
    gappy = [name for name in frame.columns if frame[name].isna().any() and _is_number(frame[name].dropna())]
    whole = frame.assign(**{name: frame[name].astype(float) for name in gappy})
    whole.attrs.update(frame.attrs)
    return whole


def _is_number(known: "pd.Series[Any]") -> bool:
    return all(isinstance(value, Real) and not isinstance(value, bool) for value in known)


def stage_names() -> dict[str, str]:
    """What each stage is called, in the order in which trainers pass them."""
    return {
        "candidate": t("Candidates"),
        "tot": t("Took part in a training of trainers"),
        "instructed": t("Instructed"),
        "certified": t("Certified"),
        "expert": t("Experts"),
    }


def trainer_pipeline(frame: pd.DataFrame) -> go.Figure:
    """One bar for each stage, parted into women, men and those whose sex is not known.

    `frame` of `training/trainers`, of one group, in order: code; stage; value, women, men, other, unknown (trainers, or
    null where stages were never recorded); share, low, high (of women, percent, or null where no sex is known).
    """
    frame, names = gaps_as_nan(frame), stage_names()
    figure = blank(
        _pipeline_alt(frame, names),
        10,
        empty=not frame["value"].fillna(0).any(),
        barmode="stack",
        legend_traceorder="normal",
    )
    head = 2 * LINE + 2
    starts = tops([head + BAR + GAP] * len(frame))
    middles = [start + head + BAR / 2 for start in starts]
    _sexes(figure, frame, y=middles, width=BAR, hover=[_hover(row, names[row.stage]) for row in frame.itertuples()])
    said = []
    for row, start in zip(frame.itertuples(), starts, strict=True):
        count = _count(row) if pd.notna(row.value) else t("not recorded")
        said += [left(f"<b>{names[row.stage]}</b>", start), left(count, start + LINE - 1, 12)]
    pixel_rows(figure, (starts[-1] + head + BAR + GAP if starts else 1) + 28)
    figure.update_xaxes(range=[0, max(float(frame["value"].max() or 1), 1.0)])
    figure.update_layout(annotations=said, legend={"y": 0, "yanchor": "bottom"})
    return figure


def _count(row: Any) -> str:
    """How many, and the share of women with its interval."""
    if pd.isna(row.share):
        return number(row.value) if not row.value else t("{count} · sex not known", count=number(row.value))
    return t(
        "{count} · {share} women ({low}–{high})",
        count=number(row.value),
        share=number(row.share, "percent"),
        low=number(row.low),
        high=number(row.high, "percent"),
    )


def _hover(row: Any, name: str) -> str:
    parts = [
        t("women {count}", count=number(row.women)),
        t("men {count}", count=number(row.men)),
        t("other or not known {count}", count=number(row.other + row.unknown)),
    ]
    return f"<b>{plain(name)}</b><br>{number(row.value)}: {', '.join(parts)}"


def _sexes(figure: go.Figure, frame: pd.DataFrame, *, y: list[Any], width: float, hover: list[str]) -> None:
    """Bars of women, men and others on one line for each row, with hatching as everywhere."""
    rest = frame["other"] + frame["unknown"]
    kinds = (
        ("women", t("Women"), WOMEN, frame["women"]),
        ("men", t("Men"), MEN, frame["men"]),
        ("unknown", t("Other or not known"), UNKNOWN, rest),
    )
    for name, label, colour, values in kinds:
        if name == "unknown" and not rest.fillna(0).any():
            continue
        pattern = {"shape": PATTERNS[name], "bgcolor": colour, "fgcolor": HATCH, "size": 7, "solidity": 0.22}
        figure.add_bar(
            orientation="h",
            name=label,
            x=values.astype(float).fillna(0),
            y=y,
            width=width,
            marker={"color": colour, "pattern": pattern, "line": {"width": 0}},
            customdata=frame["code"],
            hovertext=hover,
            hoverinfo="text",
        )


def trainers_by_country(frame: pd.DataFrame) -> go.Figure:
    """Countries from the most trainers of one stage to the fewest, parted by sex; a click gives the country.

    `frame` of `training/trainers` by country, of one stage: code, country, value, women, men, other, unknown, share.
    """
    rows = gaps_as_nan(frame).sort_values(["value", "country"], ascending=[False, True], ignore_index=True)
    names = [plain(name) if pd.notna(name) else t("No country") for name in rows["country"]]
    figure = blank(_country_alt(rows, names), 40 + ROW * max(1, len(rows)), empty=not rows["value"].fillna(0).any())
    places = list(range(len(rows)))
    hover = [_hover(row, name) for row, name in zip(rows.itertuples(), names, strict=True)]
    _sexes(figure, rows, y=places, width=0.66, hover=hover)
    text = [_short(row) for row in rows.itertuples()]
    values = rows["value"].astype(float)
    where = {"textposition": "middle right", "cliponaxis": False, "hoverinfo": "skip", "showlegend": False}
    figure.add_scatter(x=values, y=places, mode="text", text=text, **where)
    figure.update_layout(barmode="stack", legend_traceorder="normal")
    name_axis(figure, names, 1.5 * float(values.max() if len(values) else 1))
    return figure


def name_axis(figure: go.Figure, names: list[str], most: float) -> None:
    """Rows named at the left, the first on top, and room at the right of the longest bar for its label."""
    figure.update_yaxes(
        tickvals=list(range(len(names))),
        ticktext=names,
        range=[len(names) - 0.4, -0.6],
        showgrid=False,
        fixedrange=True,
        zeroline=False,
    )
    figure.update_xaxes(range=[0, max(most, 1)], visible=False, fixedrange=True)


def _short(row: Any) -> str:
    if pd.isna(row.value):
        return missing_word("no_data")
    if pd.isna(row.share):
        return f" {number(row.value)}"
    return " " + t("{count}, {share} women", count=number(row.value), share=number(round(row.share), "percent"))


def trainers_by_year(frame: pd.DataFrame) -> go.Figure:
    """Trainers who reached one stage in each year, by sex; a click gives the year.

    `frame` of `training/trainers` by year, of one stage: year, women, men, other, unknown, complete.
    """
    rows = gaps_as_nan(frame)
    rows = rows.assign(unknown=rows["unknown"] + rows["other"])
    rows.attrs.update(frame.attrs)
    figure = by_year_and_sex(rows)
    figure.update_traces(customdata=[str(year) for year in rows["year"]], selector={"type": "bar"})
    return figure


def _pipeline_alt(frame: pd.DataFrame, names: dict[str, str]) -> str:
    known = frame.dropna(subset=["value"])
    if known.empty:
        return t("Trainers by stage: no values.")
    said = "; ".join(f"{names[row.stage]} {number(row.value)}" for row in known.itertuples())
    return t("Trainers by stage: {stages}.", stages=said)


def _country_alt(rows: pd.DataFrame, names: list[str]) -> str:
    if not rows["value"].fillna(0).any():
        return t("Trainers by country: no values.")
    return t(
        "Trainers in {count} countries: most in {country}, {value}.",
        count=number(len(rows)),
        country=names[0],
        value=number(rows["value"].iloc[0]),
    )
