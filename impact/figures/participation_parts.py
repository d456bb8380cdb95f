"""Whole bars and their parts: women and men, answers from 1 to 5, and workshops that kept the rule."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from impact.figures.parts import blank, shade
from impact.figures.row_charts import nothing, percent, place_rows, rows_of, why_missing
from impact.figures.stacked import Part, part_bars, part_hovers, stack_key, stacked_shares
from impact.figures.tokens import BETTER, LIGHT, MAIN, MEN, PATTERNS, QUIET, SAME, UNKNOWN, WOMEN, WORSE
from impact.text import number, t

MOST_TOLD = 12


def sex_parts(*, apart: bool = False) -> list[Part]:
    """Women, men, and those of other or unknown sex, as one named part or `apart`."""
    women = Part("women", t("Women"), WOMEN, WOMEN, PATTERNS["women"])
    men = Part("men", t("Men"), MEN, MEN, PATTERNS["men"])
    if not apart:
        return [women, men, Part("rest", t("Other or not known"), UNKNOWN, UNKNOWN, PATTERNS["unknown"])]
    other = Part("other", t("Other"), shade(QUIET, 0.4), QUIET, "x")
    return [women, men, other, Part("unknown", t("Sex not known"), UNKNOWN, UNKNOWN, PATTERNS["unknown"])]


def sex_split(row: Any) -> go.Figure:
    """One bar for one counter: its women, men, and those of other or unknown sex.

    `row`: women, men int; other, unknown int or null.
    """
    counts = [float(row.women), float(row.men), float(sum(v for v in (row.other, row.unknown) if pd.notna(v)))]
    alt = t(
        "{women} women, {men} men, {rest} of other or unknown sex.",
        women=number(counts[0]),
        men=number(counts[1]),
        rest=number(counts[2]),
    )
    place = {"y": 0, "xref": "paper", "yref": "paper", "yanchor": "top", "showarrow": False}
    figure = blank(
        alt,
        58,
        empty=not sum(counts),
        barmode="stack",
        showlegend=False,
        margin={"l": 0, "r": 0, "t": 0, "b": 22},
        yaxis={"visible": False, "range": [-0.5, 0.5], "fixedrange": True},
        xaxis={"visible": False, "range": [0, sum(counts) or 1], "fixedrange": True},
        annotations=[
            {"x": 0, "xanchor": "left", "text": t("Women {count}", count=number(counts[0])), **place},
            {"x": 1, "xanchor": "right", "text": t("Men {count}", count=number(counts[1])), **place},
        ],
    )
    parts = zip(sex_parts(), counts, strict=True)
    return figure.add_traces(
        [part_bars(part, [count], [0.0], [f"<b>{part.name}</b>: {number(count)}"], thick=0.9) for part, count in parts]
    )


def sex_rows(frame: pd.DataFrame, *, rank: bool = False) -> go.Figure:
    """Women, men, and those of other or unknown sex in each group, as counts.

    `frame`: code; name; women, men, unknown int; other int or null; status. With `rank` the group of
    most people stands first. A click gives the code.
    """
    if rank:
        order = frame[["women", "men", "other", "unknown"]].fillna(0).astype(float).sum(axis=1)
        frame = frame.loc[order.sort_values(ascending=False, kind="stable").index]
    rows = rows_of(frame)
    found = [part for part in sex_parts(apart=True) if part.column in ("women", "men") or frame[part.column].any()]
    counts = {part.column: frame[part.column].fillna(0).astype(float).tolist() for part in found}
    totals = [sum(values) for values in zip(*counts.values(), strict=True)]
    notes = [_total(row, total) for row, total in zip(rows, totals, strict=True)]
    layout, middles = place_rows([row.name for row in rows], notes, key=stack_key(found), ticks=())
    layout["xaxis"] |= {"range": [0, max([*totals, 1])]}
    figure = blank(_sex_alt(rows), empty=not any(totals), barmode="stack", showlegend=False, **layout)
    traces = [
        part_bars(
            part, counts[part.column], middles, part_hovers(rows, part, counts[part.column]), [r.code for r in rows]
        )
        for part in found
    ]
    return figure.add_traces(traces)


def _total(row: Any, total: float) -> str:
    return why_missing(row.status) if row.status == "not_computable" and not total else f"<b>{number(total)}</b>"


def _sex_alt(rows: list[Any]) -> str:
    said = [
        t("{name} {women} women and {men} men", name=row.name, women=number(row.women), men=number(row.men))
        for row in rows[:MOST_TOLD]
    ]
    return t("Women and men by group: {list}.", list="; ".join(said))


def satisfaction_rows(frame: pd.DataFrame) -> go.Figure:
    """Answers from 1 to 5 in each group, as shares of the answers; beside them the share of 4 and 5, n, the response.

    `frame`: code; name; ones to fives int or null; value, response (percent or null); n int or null; status; small. A
    click gives the code.
    """
    parts = [
        Part("ones", "1", WORSE, WORSE, text=LIGHT.background),
        Part("twos", "2", shade(WORSE, 0.5), WORSE),
        Part("threes", "3", shade(SAME, 0.35), SAME),
        Part("fours", "4", shade(BETTER, 0.4), BETTER),
        Part("fives", "5", BETTER, BETTER, text=LIGHT.background),
    ]
    rows = rows_of(frame)
    layout, middles = place_rows(
        [row.name for row in rows], [_satisfaction_note(row) for row in rows], key=stack_key(parts)
    )
    figure = blank(_satisfaction_alt(rows), empty=nothing(frame), barmode="stack", showlegend=False, **layout)
    return figure.add_traces(stacked_shares(frame, rows, parts, middles))


def _satisfaction_note(row: Any) -> str:
    if pd.isna(row.value):
        return why_missing(row.status)
    first = t("<b>{share}</b> of {n}", share=percent(row.value), n=number(row.n))
    few = f" ({t('few')})" if row.small else ""
    return f"{first}{few}<br>" + t("{share} answered", share=percent(row.response))


def _satisfaction_alt(rows: list[Any]) -> str:
    known = [row for row in rows if pd.notna(row.value)]
    if not known:
        return t("Satisfaction with training: no answers.")
    said = [
        t(
            "{name} {share} of {n} answers, {response} answered",
            name=row.name,
            share=number(row.value, "percent"),
            n=number(row.n),
            response=number(row.response, "percent"),
        )
        for row in known[:MOST_TOLD]
    ]
    return t("Share of answers that are 4 or 5 of 5: {list}.", list="; ".join(said))


def rule_rows(frame: pd.DataFrame) -> go.Figure:
    """Enterprises at workshops in each group: those that kept the rule of participation, and what the others lacked.

    `frame`: code; name; value (percent or null); kept, short_of_managers, short_of_workers, short_of_both, n int;
    status; small. A click gives the code.
    """
    parts = [
        Part("kept", t("Kept"), MAIN, MAIN, text=LIGHT.background),
        Part("short_of_workers", t("Too few workers"), shade(QUIET, 0.15), QUIET, "/"),
        Part("short_of_managers", t("Too few managers"), shade(QUIET, 0.15), QUIET, "x"),
        Part("short_of_both", t("Both"), shade(QUIET, 0.5), QUIET, "."),
    ]
    parts = [part for part in parts if part.column == "kept" or frame[part.column].any()]
    rows = rows_of(frame)
    layout, middles = place_rows([row.name for row in rows], [_rule_note(row) for row in rows], key=stack_key(parts))
    figure = blank(_rule_alt(frame), empty=nothing(frame), barmode="stack", showlegend=False, **layout)
    return figure.add_traces(stacked_shares(frame, rows, parts, middles))


def _rule_note(row: Any) -> str:
    if pd.isna(row.value):
        return why_missing(row.status)
    few = f" ({t('few')})" if row.small else ""
    return t("<b>{share}</b> of {n}", share=percent(row.value), n=number(row.n)) + few


def _rule_alt(frame: pd.DataFrame) -> str:
    known = frame[frame["value"].notna()]
    if known.empty:
        return t("Rule of participation: not computable.")
    kept, n = int(known["kept"].sum()), int(known["n"].sum())
    said = t("Rule of participation: {kept} of {n} enterprises at workshops kept it.", kept=number(kept), n=number(n))
    values = known["value"].astype(float)
    low, high = known.loc[values.idxmin()], known.loc[values.idxmax()]
    return f"{said} " + t(
        "Lowest {low} ({low_name}), highest {high} ({high_name}).",
        low=number(low["value"], "percent"),
        low_name=low["name"],
        high=number(high["value"], "percent"),
        high_name=high["name"],
    )
