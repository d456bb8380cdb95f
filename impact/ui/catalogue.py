"""How the catalogue shows an indicator."""

import streamlit as st

from impact.ask import Answer
from impact.catalogue import Indicator
from impact.text import compact, day, listing, t
from impact.ui import cards, filterbar
from impact.ui.safe import plain
from impact.ui.tiles import lacking, missing


def fits(measure: Indicator, words: str, level: str, code: str) -> bool:
    """Is the indicator one that the reader looks for?"""
    if code and measure.code != code:
        return False
    if level and measure.level != level:
        return False
    texts = (measure.code, t(measure.label), t(measure.definition), t(measure.why), *measure.source)
    told = " ".join(texts).casefold()
    return all(word in told for word in words.casefold().split())


def indicator_line(measure: Indicator, row: Answer) -> str:
    """The indicator in one line: its label and its value, with the reader's filters."""
    known = row.frame.iloc[0]
    value = compact(known["value"], measure.unit) if known["status"] == "shown" else "–"
    return f"**{plain(t(measure.label))}** · {plain(value)}"


def indicator_facts(measure: Indicator, row: Answer) -> None:
    """N and coverage now, and what else the catalogue says of the indicator."""
    known = row.frame.iloc[0]
    now = (
        " · ".join(cards.n_and_coverage(known, measure))
        if known["status"] == "shown"
        else missing(known["status"], lacking(row, measure))
    )
    st.markdown(t("**Now.** {facts}, as of {day}.", facts=now, day=day(row.as_of)))
    said = {
        t("Code"): f"`{measure.code}`",
        t("Version"): str(measure.version),
        t("Unit"): t(measure.unit),
        t("Filters"): filterbar.filter_titles(list(measure.filters)),
        t("Split by"): listing([t(name) for name in measure.disaggregations]),
        t("Tables"): listing([f"`{name}`" for name in measure.source]),
        t("Smallest n"): str(measure.minimum_n),
        t("Protection"): _protection(measure),
        t("Related to"): listing([f"{k} {v}" for k, v in measure.links.items()]),
        t("Owner"): t(measure.owner),
        t("Reviewed"): day(measure.reviewed_on),
    }
    st.markdown("  \n".join(f"{name}: {value}" for name, value in said.items() if value))


def _protection(measure: Indicator) -> str:
    if measure.privacy == "activity":
        return t("an activity count, which the programme publishes itself")
    return t("a result about enterprises or people: withheld from some viewers where it rests on few")
