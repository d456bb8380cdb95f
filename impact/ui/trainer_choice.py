"""One trainer: chosen by id, and how participants rate the own sessions beside those of other trainers."""

from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.text import number, t, tn
from impact.ui import charts, choices, reader
from impact.ui.cards import card


def choose_trainer() -> str:
    """Search for a trainer and choose one, which the link keeps as `trainer`; trainers have only ids."""
    left, right = st.columns([2, 3], vertical_alignment="bottom")
    with left:
        words = choices.search("trainer_words", t("Find a trainer"), t("Part of an id"))
    found = reader.ask("enterprises/trainer_choices", words=words, trainer=reader.offer("trainer") or "").frame
    with right:
        options = {row.trainer_id: _trainer_label(row) for row in found.itertuples()}
        chosen = choices.choice("trainer", t("Trainer"), options)
    count = int(found["found"].iloc[0]) if len(found) else 0
    if count > len(found):
        said = t(
            "{count} trainers fit; the list holds the first {shown}.", count=number(count), shown=number(len(found))
        )
        st.caption(said)
    elif words and not count:
        st.caption(t("No trainer with a workshop in view has this in the id."))
    return chosen


def _trainer_label(row: Any) -> str:
    parts = [str(row.trainer_id), *([] if pd.isna(row.country) else [str(row.country)])]
    return " · ".join([*parts, tn("{count} enterprise", "{count} enterprises", int(row.enterprises))])


def satisfaction_card(answer: Answer) -> None:
    """Answers about the trainer's own sessions beside other trainers'; of `enterprises/trainer_satisfaction`."""
    row: Any = next(answer.frame.itertuples())
    with card(
        figures.trainer_satisfaction_finding(row),
        answer,
        subtitle=t(
            "Answers of 4 or 5 of 5 at the trainer's sessions, percent, with 95 % interval. An opinion, not a result"
        ),
        facts=_satisfaction_facts(row),
        key="trainer_satisfaction",
    ):
        if pd.isna(row.value):
            st.caption(_why_not(row))
            return
        charts.chart(figures.trainer_satisfaction(answer.frame), "trainer_satisfaction_chart")
        if pd.isna(row.middle):
            st.caption(t("Fewer than ten other trainers have ten answers or more in view: no comparison is shown."))
        else:
            better = t(
                "Higher than {better} of {others} other trainers, the same as {ties}. Each has ten answers or more.",
                better=number(row.better_than),
                others=number(row.others),
                ties=number(row.ties),
            )
            st.caption(better)
        if pd.isna(row.low):
            st.caption(t("No interval: fewer than five enterprises answered."))


def _satisfaction_facts(row: Any) -> list[str]:
    if pd.isna(row.value):
        return []
    said = t(
        "n = {n} answers of {asked} asked, {enterprises} enterprises, {sessions} sessions",
        n=number(row.n),
        asked=number(row.asked),
        enterprises=number(row.enterprises),
        sessions=number(row.sessions),
    )
    return [said if row.n >= figures.FEW_ANSWERS else t("{n}, too few to rely on", n=said)]


def _why_not(row: Any) -> str:
    if row.status == "withheld":
        return t("Fewer than ten answers: they are shown to nobody, so that nobody can tell who gave them.")
    return {
        "not_collected": t("The sessions have lists of participants, but no answers about satisfaction."),
        "no_data": t("No list of participants of the trainer's sessions is in view."),
    }.get(str(row.status), t("Nothing to show."))
