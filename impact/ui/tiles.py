"""Headline tiles: a value, its trend, its n and coverage, and how it compares with the period before."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import streamlit as st

from impact.ask import Answer
from impact.catalogue import Indicator, indicator
from impact.text import compact, day, listing, number, t
from impact.ui import cards, quote

FEW = 20  # a percentage of fewer than these says more of the base than of the change
FEWEST_POINTS = 4


def tiles(headline: Answer, by_year: Answer, codes: Sequence[str]) -> None:
    """One tile for each indicator of `codes`, from the answers of `results/overview` and `results/by_year`."""
    rows = headline.frame.set_index("indicator")
    quote.then_and_now(headline, codes)
    with st.grid("auto", min_column_width=250):
        for code in codes:
            years = by_year.frame[(by_year.frame["indicator"] == code) & by_year.frame["complete"]]
            with st.container(border=True, height="stretch"):
                _tile(rows.loc[code], years["value"], indicator(code), headline)


def _tile(row: Any, trend: Any, measure: Indicator, headline: Answer) -> None:
    change, moved = _change(row, measure)
    st.metric(
        t(measure.label),
        _value(row, measure),
        delta=change,
        delta_color="blue" if moved else "off",
        delta_arrow="auto" if moved else "off",
        delta_description=_spans(headline) if change else None,
        help=t(measure.definition),
        chart_data=_trend(trend),
        chart_type="line" if measure.is_share else "bar",
    )
    if row["status"] == "shown":
        n, *coverage = cards.n_and_coverage(row, measure)
        share = (
            t("coverage {share}", share=number(100 * row["reported"] / row["expected"], "percent")) if coverage else ""
        )
        facts = " · ".join(part for part in (n, share, t("as of {day}", day=day(headline.as_of))) if part)
        st.caption(facts, help=" ".join(coverage) or None)
        quote.quote_button(row, measure, headline)
    else:
        st.caption(missing(str(row["status"]), lacking(headline, measure)))
    if unheeded := cards.not_filtered(headline, measure):
        st.caption(unheeded)


def missing(status: str, lacking: Sequence[str] = ()) -> str:
    """Why there is no value, in words; `lacking` are the tables that it needs and the export has not."""
    if lacking and status != "withheld":
        return no_table(lacking)
    return {
        "no_data": t("No data here: nothing was recorded, or the filters leave nothing."),
        "not_computable": t("Not computable: what it is measured against was not recorded."),
        "withheld": t("Withheld: too few to show without telling who they are."),
    }.get(status, "")


def lacking(answer: Answer, measure: Indicator) -> list[str]:
    """The optional tables that the indicator needs and the export has not."""
    return [name for name in measure.source if name in answer.absent]


def no_table(names: Sequence[str]) -> str:
    """That the export lacks these tables, in words."""
    return t("The export has no table {names}.", names=listing([f"`{name}`" for name in names]))


def _value(row: Any, measure: Indicator) -> str:
    return compact(row["value"], measure.unit) if row["status"] == "shown" else "–"


def _change(row: Any, measure: Indicator) -> tuple[str | None, bool]:
    """The change in words, and whether there is one."""
    latest, previous = row["latest"], row["previous"]
    if _absent(latest) or _absent(previous):
        return None, False
    difference = float(latest) - float(previous)
    if measure.is_share:
        # Two shares of few people differ by chance alone.
        if min(row["latest_n"], row["previous_n"]) < measure.minimum_n:
            return None, False
        return t("{points} points", points=number(difference, signed=True)), bool(difference)
    share = f" ({number(100 * difference / previous, 'percent', signed=True)})" if previous >= FEW else ""
    return number(difference, signed=True) + share, bool(difference)


def _spans(headline: Answer) -> str:
    """What the change compares, in words: `vs 2022`, or `2023 vs 2022` where 2023 is not the period in view."""
    p = headline.parameters
    previous = _span(p["previous_from_on"], p["previous_before_on"])
    if headline.filters.period:
        return t("vs {previous}", previous=previous)
    return t("{latest} vs {previous}", latest=_span(p["latest_from_on"], p["latest_before_on"]), previous=previous)


def _span(first: date, before: date) -> str:
    last = before - timedelta(days=1)
    whole = (last.month, last.day) == (12, 31)
    if first.year == last.year:
        return str(first.year) if whole else f"{day(first, 'MMM')}–{day(last, 'MMM y')}"
    return f"{first.year}–{last.year}" if whole else f"{first.year}–{day(last, 'MMM y')}"


def _trend(values: Any) -> list[float] | None:
    """The values that a sparkline draws; a year without one is a gap."""
    known = [math.nan if _absent(v) else float(v) for v in values]
    return known if sum(not math.isnan(v) for v in known) >= FEWEST_POINTS else None


def _absent(value: Any) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
