"""Practices before and after: four shares in each group, areas from before to after, and what is lost again."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, plain, shade
from impact.figures.row_charts import dot, no_interval, nothing, percent, place_rows, points, spans, tens, why_missing
from impact.figures.stacked import Part, stack_key, stacked_shares
from impact.figures.tokens import BETTER, LIGHT, QUIET, SAME, WORSE
from impact.text import number, t

MOST_TOLD = 12


def outcome_parts() -> list[Part]:
    """What became of a practice. Gained and kept are in place after, kept and lost were before."""
    return [
        Part("gained", t("Gained"), BETTER, BETTER, text=LIGHT.background),
        Part("kept", t("Kept"), shade(BETTER, 0.35), BETTER),
        Part("lost", t("Lost"), shade(WORSE, 0.35), WORSE, "/"),
        Part("never", t("Never"), shade(SAME, 0.18), SAME),
    ]


def practice_shares(frame: pd.DataFrame, *, rank: bool = False) -> go.Figure:
    """Of the practices asked twice: gained, kept, lost and never in place, as shares that fill each row.

    `frame` of `enterprises/practices`, with name: code; gained, kept, lost, never int or null; change, low, high
    (points or null); n, enterprises, reported, expected int; status; small. With `rank` the group that moved most
    stands first. A click gives the code.
    """
    frame = _sorted(frame, "change") if rank else frame
    rows: list[Any] = list(frame.itertuples(index=False))
    parts = outcome_parts()
    notes = [_note(row, f"<b>{_points(row.change)}</b>") for row in rows]
    layout, middles = place_rows([row.name for row in rows], notes, key=stack_key(parts))
    figure = blank(_shares_alt(rows), empty=nothing(frame), barmode="stack", showlegend=False, **layout)
    traces = stacked_shares(frame, rows, parts, middles)
    bars = [trace for trace in traces if trace["type"] == "bar"]
    for part, bar in zip(parts, bars, strict=True):
        bar["hovertext"] = [_part_hover(row, part) for row in rows]
    return figure.add_traces(traces)


def _sorted(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Highest first; then groups of too few, which have no rank, and those without a value."""
    value = pd.to_numeric(frame[column])
    order = frame.assign(few=frame["small"].astype(bool), without=value.isna(), value=-value)
    return frame.loc[order.sort_values(["without", "few", "value", "name"], kind="stable").index]


def _points(value: Any) -> str:
    return t("{points} points", points=number(round(value) or value, signed=True)) if pd.notna(value) else ""


def _note(row: Any, first: str) -> str:
    """Two lines: what is to be read first, and enterprises reported of expected."""
    if pd.isna(row.n) or not row.n:
        first = why_missing(row.status)
    elif row.small:
        first = f"{first} ({t('few')})"
    counted = {"reported": number(row.reported), "expected": number(row.expected)}
    return f"{first}<br>{t('{reported} of {expected}', **counted)}"


def _part_hover(row: Any, part: Part) -> str:
    if pd.isna(row.n) or not row.n:
        return f"<b>{plain(row.name)}</b><br>{why_missing(row.status)}"
    count = float(getattr(row, part.column))
    said = {"share": number(100 * count / row.n, "percent"), "count": number(count), "n": number(row.n)}
    lines = [f"<b>{plain(row.name)}</b>", t("{part}: {share} ({count} of {n})", part=part.name, **said), *_change(row)]
    return "<br>".join([*lines, _rests_on(row)])


def _change(row: Any) -> list[str]:
    shares = {"before": number(row.before, "percent"), "after": number(row.after, "percent")}
    lines = [t("in place: {before} before, {after} after", **shares)]
    if pd.isna(row.low):
        return [*lines, no_interval()]
    points = {"low": number(row.low, signed=True), "high": number(row.high, signed=True)}
    points["change"] = number(row.change, signed=True)
    return [*lines, t("change {change} points, 95 % interval {low} to {high}", **points)]


def _rests_on(row: Any) -> str:
    counted = {"enterprises": number(row.enterprises), "reported": number(row.reported)}
    counted["expected"] = number(row.expected)
    return t("{enterprises} enterprises; {reported} of {expected} reported", **counted)


def _shares_alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.change)]
    said = [
        t(
            "{name} {gained} gained, {kept} kept, {lost} lost, {never} never",
            name=row.name,
            gained=percent(row.gained_share),
            kept=percent(row.kept_share),
            lost=percent(row.lost_share),
            never=percent(row.never_share),
        )
        for row in known[:MOST_TOLD]
    ]
    return _told(t("Practices before and after"), said, len(known) - len(said))


def _told(what: str, said: list[str], more: int) -> str:
    if not said:
        return t("{what}: no values.", what=what)
    text = t("{what}: {list}.", what=what, list="; ".join(said))
    return f"{text} {t('And {count} more.', count=number(more))}" if more else text


def practice_dumbbell(frame: pd.DataFrame) -> go.Figure:
    """The share of practices in place before (square) and after (dot), with the interval of the change at the dot.

    `frame` as in `practice_shares`, with before and after (percent or null). What moved most stands first, and the
    code `none`, which is no area, last.
    """
    frame = _sorted(frame, "change")
    frame = pd.concat([frame[frame["code"] != "none"], frame[frame["code"] == "none"]])
    rows: list[Any] = list(frame.itertuples(index=False))
    known = [row for row in rows if pd.notna(row.change)]
    shares = [float(v) for row in known for v in (row.before, row.after)]
    ticks = tens(shares, 3)
    notes = [_note(row, f"<b>{_points(row.change)}</b>") for row in rows]
    layout, middles = place_rows([row.name for row in rows], notes, key=_dumbbell_key(), ticks=ticks)
    alt = [
        t("{name} from {before} to {after}", name=r.name, before=percent(r.before), after=percent(r.after))
        for r in known
    ]
    figure = blank(
        _told(t("Practices in place, before and after"), alt, 0), empty=nothing(frame), showlegend=False, **layout
    )
    before, after = [row.before for row in rows], [row.after for row in rows]
    colours = [_colour(row) for row in rows]
    lines = []
    for colour in dict.fromkeys(colours):
        starts = [value if c == colour else None for value, c in zip(before, colours, strict=True)]
        lines.append(spans(starts, after, middles, {"color": colour, "width": 3}))
    band = spans(_interval(rows, "low"), _interval(rows, "high"), middles, {"color": shade(QUIET, 0.4), "width": 9})
    square = {"color": QUIET, "size": 11, "symbol": "square-open", "line": {"width": 2}}
    first = points(before, rows, middles, square, _hover)
    last = points(after, rows, middles, dot(colours, [row.small for row in rows]), _hover)
    return figure.add_traces([band, *lines, first, last])


def _dumbbell_key() -> list[tuple[str, str, str]]:
    return [
        ("□", QUIET, t("Before")),
        ("●", BETTER, t("After, more")),
        ("●", WORSE, t("After, less")),
        ("●", SAME, t("No clear change")),
    ]


def _colour(row: Any) -> str:
    """Better and worse only where the interval leaves zero out."""
    if pd.isna(row.low) or row.low <= 0 <= row.high:
        return SAME
    return BETTER if row.low > 0 else WORSE


def _interval(rows: list[Any], end: str) -> list[float | None]:
    """The interval of the change, laid where the dot of the share after stands."""
    return [None if pd.isna(row.low) else row.before + getattr(row, end) for row in rows]


def _hover(row: Any) -> str:
    if pd.isna(row.change):
        return f"<b>{plain(row.name)}</b><br>{why_missing(row.status)}"
    return "<br>".join([f"<b>{plain(row.name)}</b>", *_change(row), _rests_on(row)])


def practices_lost_again(frame: pd.DataFrame) -> go.Figure:
    """Of the practices gained and asked about again, the share lost again: a dot with its 95 % interval as a line.

    `frame` of `enterprises/practice_follow_up`, with name: code; value, low, high (percent or null); lost_again, n,
    gained int or null; enterprises int; status; small. The highest share stands first.
    """
    frame = _sorted(frame, "value")
    rows: list[Any] = list(frame.itertuples(index=False))
    ends = [float(v) for row in rows for v in (row.value, row.high) if pd.notna(v) and not row.small]
    layout, middles = place_rows(
        [row.name for row in rows], [_again(row) for row in rows], ticks=tens([0.0, *ends] if ends else [], 3)
    )
    known = [row for row in rows if pd.notna(row.value)]
    alt = [t("{name} {share} of {n}", name=r.name, share=percent(r.value), n=number(r.n)) for r in known[:MOST_TOLD]]
    said = _told(t("Practices gained and lost again by the follow-up"), alt, len(known) - len(alt))
    figure = blank(said, empty=nothing(frame), showlegend=False, **layout)
    sure = [None if row.small else row.value for row in rows]
    low, high = ([None if row.small else getattr(row, end) for row in rows] for end in ("low", "high"))
    marker = {"color": WORSE, "size": 11, "line": {"color": WORSE, "width": 2}}
    line = spans(low, high, middles, {"color": shade(WORSE, 0.6), "width": 2.5})
    return figure.add_traces([line, points(sure, rows, middles, marker, _again_hover)])


def _again(row: Any) -> str:
    if pd.isna(row.value):
        return t("not asked again") if row.status == "not_computable" else why_missing(row.status)
    counted = t("{lost} of {n}", lost=number(row.lost_again), n=number(row.n))
    return t("{counted}: too few", counted=counted) if row.small else f"<b>{percent(row.value)}</b> · {counted}"


def _again_hover(row: Any) -> str:
    if pd.isna(row.value):
        return f"<b>{plain(row.name)}</b><br>{_again(row)}"
    lines = [f"<b>{plain(row.name)}</b>", t("{share} lost again", share=number(row.value, "percent"))]
    if pd.notna(row.low):
        interval = f"{number(row.low, 'percent')}–{number(row.high, 'percent')}"
        lines.append(t("95 % interval {interval}", interval=interval))
    asked = {"n": number(row.n), "gained": number(row.gained), "enterprises": number(row.enterprises)}
    return "<br>".join([*lines, t("{n} of {gained} asked again, in {enterprises} enterprises", **asked)])
