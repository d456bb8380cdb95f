"""The cards of the page of improvement projects: what was improved, how fast, what it saves, teams and suggestions."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.text import t
from impact.ui import choices, improvement_facts, improvement_tables, improvement_words, notices, reader
from impact.ui.cards import card
from impact.ui.charts import table
from impact.ui.participation import click_filter, with_data, without_data
from impact.ui.trainers import chosen
from impact.ui.views import Shown, views

MOST_ROWS = 5000
RANKED = ("country", "sector", "currency")


def improvements_empty(*answers: Answer) -> None:
    """End the page, saying why, where none of the answers has a row."""
    if all(answer.empty for answer in answers):
        notices.absent(answers[0], "improvement_projects", "improvement_teams", "suggestions")
        notices.stop_if_empty(answers[0])


def choose_marked() -> str:
    """Whether marked savings, and enterprises with too many projects, are in the sums: `without` or `with`."""
    return choices.choice(
        "marked",
        t("Marked ones"),
        {"without": t("Left out of sums"), "with": t("In the sums")},
        default="without",
        form="side by side",
        help=t("Savings that can hardly be meant as they stand, and enterprises with more than 100 projects."),
    )


def improvements_card(marked: str) -> None:
    """Improvement projects by one breakdown; `marked` as `choose_marked` gives it."""
    labels = improvement_words.parts(
        "category", "status", "module", "proposed_by", "country", "sector", "year", "projects"
    )
    by = chosen("by", labels, "category")
    answer = improvement_words.worded(reader.ask("enterprises/improvements", by=by, flagged=marked), by)
    whole = reader.ask("enterprises/improvements", by="total", flagged=marked)
    with card(
        figures.improvements_finding(answer.frame, by),
        answer,
        subtitle=t("Improvement projects, each once, by what became of them"),
        facts=improvement_facts.improvement_facts(whole.frame),
        key="improvements",
    ):
        choices.choice("by", t("Improvement projects by"), labels, default="category")
        on_map = replace(answer, frame=answer.frame.assign(n=answer.frame["projects"])) if by == "country" else answer
        views(
            on_map,
            improvement_tables.improvement_columns(labels[by]),
            t("Improvement projects by group, with their status"),
            key="improvements",
            chart=lambda: figures.improvement_rows(_ranked(answer, by)),
            sets=click_filter(by),
            on_map=Shown(t("Improvement projects completed")) if by == "country" else None,
        )
        without_data(answer)


def _ranked(answer: Answer, by: str, column: str = "value") -> pd.DataFrame:
    """The groups with data; countries, sectors and currencies from the highest value down."""
    frame = with_data(answer.frame)
    return frame.sort_values(column, ascending=False, kind="stable") if by in RANKED else frame


def times_card() -> None:
    """Days from start to completion by one breakdown."""
    labels = improvement_words.parts("category", "proposed_by", "module", "country", "sector", "year")
    by = chosen("timed_by", labels, "category")
    answer = improvement_words.worded(reader.ask("enterprises/improvement_times", by=by), by)
    whole = reader.ask("enterprises/improvement_times", by="total")
    with card(
        figures.times_finding(whole.frame),
        answer,
        subtitle=t("Median days and its 95 % interval, by when the projects began; hollow: fewer than ten"),
        facts=improvement_facts.times_facts(whole.frame),
        key="times",
    ):
        choices.choice("timed_by", t("Days by"), labels, default="category")
        views(
            answer,
            improvement_tables.times_columns(labels[by]),
            t("Days to completion by group"),
            key="times",
            chart=lambda: figures.times_rows(answer.frame),
            sets=click_filter(by),
        )


def savings_card(marked: str) -> None:
    """Savings of one kind by one breakdown; `marked` as `choose_marked` gives it."""
    labels = improvement_words.parts("category", "country", "currency", "module", "sector", "year")
    kinds = {"recurring": t("Every year"), "once": t("Once")}
    by, kind = chosen("saved_by", labels, "category"), chosen("saved", kinds, "recurring")
    total, total_apart = _savings("total", marked)
    together, apart = (answer.only(kind=kind) for answer in _savings(by, marked))
    remarks = improvement_words.saving_remarks(together.frame)
    together = replace(together, frame=together.frame.assign(remark=remarks).round({"value": 0, "median": 0}))
    said = {
        "recurring": t("US dollars a year, as enterprises say: a day's saving counts 250 times, a month's 12 times"),
        "once": t("US dollars, once, as enterprises say"),
    }
    with card(
        figures.savings_finding(total.frame),
        together,
        subtitle=f"{said[kind]}; {t('each at the rate of its year. Before and after is not impact')}",
        facts=improvement_facts.savings_facts(total.frame, total_apart.frame, kind),
        key="savings",
    ):
        left, right = st.columns(2)
        with left:
            choices.choice("saved_by", t("Savings by"), labels, default="category")
        with right:
            choices.choice("saved", t("Saved"), kinds, default="recurring", form="side by side")
        views(
            together,
            improvement_tables.savings_columns(labels[by], by),
            t("Savings by group, with their median and what is left out"),
            key="savings",
            chart=lambda: figures.savings_rows(_ranked(together, by), apart.frame),
            sets=click_filter(by),
        )
        without_data(together)


def _savings(by: str, marked: str) -> tuple[Answer, Answer]:
    """Savings by group, and the same with measured and estimated ones apart."""
    asked = (reader.ask("enterprises/savings", by=by, basis=b, flagged=marked) for b in ("together", "apart"))
    together, apart = (improvement_words.worded(answer, by) for answer in asked)
    return together, apart


def flags_card() -> None:
    """The marked improvement projects one by one, each with its reason."""
    if not reader.one_by_one():
        return
    answer = improvement_words.rows_worded(reader.ask("enterprises/improvement_rows", flagged="only"))
    with card(
        figures.flags_finding(answer.frame),
        answer,
        subtitle=t(
            "Marked where a saving lies far from the others of its category (more than 3.5 robust standard deviations "
            "of its logarithm), is negative or under USD 5, or where an enterprise has more than 100 projects"
        ),
        key="flags",
    ):
        columns = improvement_tables.row_columns(marked=True)
        table(answer.frame, columns, t("Marked improvement projects, with the reason"), key="flags_table", height=280)


def teams_card() -> None:
    """Women and men, workers and managers in improvement teams."""
    labels = improvement_words.parts("country", "sector", "size", "year")
    by = chosen("team_by", labels, "sector")
    answer = improvement_words.worded(reader.ask("enterprises/improvement_teams", by=by), by)
    whole = reader.ask("enterprises/improvement_teams", by="total")
    with card(
        figures.teams_finding(whole.frame),
        answer,
        subtitle=t("Women among team members, percent, with its 95 % interval over enterprises"),
        facts=improvement_facts.team_facts(whole.frame),
        key="teams",
    ):
        choices.choice("team_by", t("Teams by"), labels, default="sector")
        views(
            answer,
            improvement_tables.team_columns(labels[by]),
            t("Improvement teams by group: women and men, workers and managers"),
            key="teams",
            chart=lambda: figures.women_shares(with_data(answer.frame), rank=by in ("country", "sector")),
            sets=click_filter(by),
        )
        without_data(answer)


def suggestions_card() -> None:
    """Suggestions made by women and men, and how many are put into practice."""
    labels = improvement_words.parts("year", "country", "sector", "size", "sex")
    by = chosen("suggested_by", labels, "year")
    answer = improvement_words.worded(reader.ask("enterprises/suggestions", by=by), by)
    whole = reader.ask("enterprises/suggestions", by="total")
    with card(
        figures.suggestions_finding(whole.frame),
        answer,
        subtitle=t("Suggestions made, and the share implemented; where the sex was not asked they are nobody's part"),
        facts=improvement_facts.suggestion_facts(whole.frame),
        key="suggestions",
    ):
        choices.choice("suggested_by", t("Suggestions by"), labels, default="year")
        views(
            answer,
            improvement_tables.suggestion_columns(labels[by]),
            t("Suggestions by group, made and implemented"),
            key="suggestions",
            chart=lambda: figures.suggestion_rows(_ranked(answer, by, "made")),
            sets=click_filter(by),
        )
        without_data(answer)


def improvement_rows_card() -> None:
    """Improvement projects one by one, of a country or of enterprises that are looked for."""
    if not reader.one_by_one():
        return
    find = choices.search("find", t("Improvement projects of an enterprise"), t("Name or id"))
    if not find and not reader.filters().country:
        st.caption(t("Look for an enterprise, or choose a country, to see its improvement projects one by one."))
        return
    answer = improvement_words.rows_worded(reader.ask("enterprises/improvement_rows", find=find))
    count = len(answer.frame)
    facts = [t("the first {count} are shown", count=count)] if count == MOST_ROWS else []
    with card(
        t("The improvement projects behind the counts"),
        answer,
        subtitle=t("Marked ones first, then the newest"),
        facts=[t("n = {n} projects", n=count), *facts],
        key="rows",
    ):
        columns = improvement_tables.row_columns(marked=False)
        table(answer.frame, columns, t("Improvement projects one by one"), key="rows_table", height=420)
