"""Are women reached in proportion? Their share of the people trained beside that of the enterprises' workforce."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain
from impact.figures.row_charts import dot, no_interval, nothing, place_rows, points, rows_of, spans, tens, why_missing
from impact.figures.tokens import QUIET, UNKNOWN, WOMEN
from impact.text import number, t

CLEAR = ("less", "more")


def reach_dumbbell(frame: pd.DataFrame) -> go.Figure:
    """Women's share of the people trained beside their share of the same enterprises' workforce, the widest gap first.

    `frame`: code; name; value, workforce (percent or null); difference, low, high (points or null); verdict (less,
    more, no_clear_difference, too_few, not_computable); n people, enterprises; status. A click gives the code.
    """
    rows = sorted(rows_of(frame), key=_place)
    values = [row.value for row in rows]
    workforce = [row.workforce for row in rows]
    shares = [float(v) for v in (*values, *workforce) if pd.notna(v)]
    layout, middles = place_rows([r.name for r in rows], [_said(r) for r in rows], ticks=tens(shares, 2))
    figure = blank(_alt(rows), empty=nothing(frame), showlegend=False, **layout)
    clear = [row.verdict in CLEAR for row in rows]
    surely = [value if is_clear else None for value, is_clear in zip(values, clear, strict=True)]
    perhaps = [None if is_clear else value for value, is_clear in zip(values, clear, strict=True)]
    square = {"color": UNKNOWN, "size": 12, "symbol": "square-open", "line": {"width": 2}}
    return figure.add_traces(
        [
            spans(surely, workforce, middles, {"color": WOMEN, "width": 3}),
            spans(perhaps, workforce, middles, {"color": QUIET, "width": 1.5, "dash": "dot"}),
            points(workforce, rows, middles, square, _hover),
            points(values, rows, middles, dot(WOMEN, [row.verdict == "too_few" for row in rows]), _hover),
        ]
    )


def _place(row: Any) -> tuple[bool, bool, float, str]:
    without = bool(pd.isna(row.value))
    sure = row.verdict in CLEAR
    return without, not sure, float(row.difference) if sure else 0.0, str(row.name)


def verdict_word(verdict: str) -> str:
    """What a comparison with the workforce says, in words."""
    return {
        "less": t("women are reached less than their share of the workforce"),
        "more": t("women are reached more than their share of the workforce"),
        "no_clear_difference": t("no clear difference"),
        "too_few": no_interval(),
    }.get(verdict, t("not computable"))


def _said(row: Any) -> str:
    if row.verdict in CLEAR:
        points = number(round(row.difference) or row.difference, signed=True)
        return t("<b>{points}</b> points<br>n {n}", points=points, n=number(row.n))
    short = {"no_clear_difference": t("no clear<br>difference"), "too_few": t("too few<br>enterprises")}
    return short.get(row.verdict, why_missing(row.status))


def _hover(row: Any) -> str:
    if pd.isna(row.value):
        return f"<b>{plain(row.name)}</b><br>{why_missing(row.status)}"
    shares = {"value": number(row.value, "percent"), "workforce": number(row.workforce, "percent")}
    lines = [
        f"<b>{plain(row.name)}</b>: {verdict_word(row.verdict)}",
        t("women: {value} of the people trained, {workforce} of the workforce", **shares),
    ]
    if pd.notna(row.low):
        points = {"low": number(row.low, signed=True), "high": number(row.high, signed=True)}
        points["difference"] = number(row.difference, signed=True)
        lines.append(t("difference {difference} points, 95 % interval {low} to {high}", **points))
    lines.append(t("{n} people in {enterprises} enterprises", n=number(row.n), enterprises=number(row.enterprises)))
    return "<br>".join(lines)


def _alt(rows: list[Any]) -> str:
    counts = {name: sum(row.verdict == name for row in rows) for name in (*CLEAR, "no_clear_difference")}
    return t(
        "Women among the people trained and in the workforce of the same enterprises: reached less in {less} groups, "
        "more in {more}, no clear difference in {same}.",
        less=number(counts["less"]),
        more=number(counts["more"]),
        same=number(counts["no_clear_difference"]),
    )


def reach_finding(frame: pd.DataFrame, by: str) -> str:
    """In how many groups women are reached less than their share of the workforce; `frame` as in `reach_dumbbell`."""
    judged = frame[frame["verdict"].isin([*CLEAR, "no_clear_difference"])]
    if judged.empty:
        return t("Whether women are reached in proportion cannot be told here")
    if len(judged) == 1:
        only = judged.iloc[0]
        return f"{only['name']}: {verdict_word(only['verdict'])}"
    less, more = (int((judged["verdict"] == name).sum()) for name in CLEAR)
    said = {"less": number(less), "more": number(more), "count": number(len(judged))}
    if not less + more:
        return t("No clear difference between women's share of the people trained and of the workforce")
    if more > less:
        return {
            "country": t(
                "In {more} of {count} countries women are reached more than their share of the workforce", **said
            ),
            "sector": t(
                "In {more} of {count} sectors women are reached more than their share of the workforce", **said
            ),
        }.get(by, t("In {more} of {count} modules women are reached more than their share of the workforce", **said))
    return {
        "country": t("In {less} of {count} countries women are reached less than their share of the workforce", **said),
        "sector": t("In {less} of {count} sectors women are reached less than their share of the workforce", **said),
    }.get(by, t("In {less} of {count} modules women are reached less than their share of the workforce", **said))
