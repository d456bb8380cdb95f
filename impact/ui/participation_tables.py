"""The tables of the page of participation: the same numbers as its charts, with n, coverage and remarks."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.figures.disaggregation import ASKED, asked_word
from impact.figures.reach import verdict_word
from impact.text import number, t
from impact.ui import charts, views
from impact.ui.tiles import missing

# From so many groups on, a difference by chance is likely.
MANY = 10


def share_columns(frame: pd.DataFrame, **first: str) -> dict[str, Any]:
    """The table's columns for women's shares, after those of `first` (name: label); empty ones are left out."""
    percent = views.number_column
    columns = {
        **{name: st.column_config.TextColumn(label, pinned=True, width=150) for name, label in first.items()},
        "value": percent(t("Women's share"), "percent", t("Women among the women and men, each person once.")),
        "low": percent(t("From"), "percent", t("The lower end of the 95 % interval.")),
        "high": percent(t("To"), "percent", t("The upper end of the 95 % interval.")),
        "lowest": percent(t("At least"), "percent", t("If everybody of unknown sex were a man.")),
        "highest": percent(t("At most"), "percent", t("If everybody of unknown sex were a woman.")),
        "women": views.number_column(t("Women")),
        "men": views.number_column(t("Men")),
        "other": views.number_column(t("Other")),
        "unknown": views.number_column(t("Sex not known")),
        "of_two_sexes": views.number_column(t("Recorded as both"), help=t("Counted as women.")),
        "n": views.number_column("n", help=t("How many the value rests on.")),
        "enterprises": views.number_column(t("Enterprises")),
        "attendances": views.number_column(t("Attendances")),
        "attendances_share": percent(t("Women of attendances"), "percent"),
        "reported": views.number_column(t("Reported")),
        "expected": views.number_column(t("Expected")),
        "remark": t("Remark"),
    }
    kept = views.without_empty(frame, columns)
    if not frame.get("remark", pd.Series(dtype=str)).astype(bool).any():
        kept.pop("remark", None)
    return kept


def reach_facts(whole: Answer, parts: Answer) -> list[str]:
    """N and coverage of `training/reach`, all together (`whole`), and what its groups (`parts`) do not say."""
    if whole.empty:
        return []
    row = whole.frame.iloc[0]
    said = [
        t(
            "n = {n} people; coverage: {reported} of {expected} enterprises that sent somebody",
            n=number(row["n"]),
            reported=number(row["reported"]),
            expected=number(row["expected"]),
        )
    ]
    if parts.parameters["by"] == "module":
        said.append(t("an enterprise counts once in each module"))
    if len(parts.frame) >= MANY:
        said.append(t("of so many groups, about one in twenty would differ by chance alone"))
    return said


def rule_facts(whole: Answer) -> list[str]:
    """N and coverage of `training/participation_rule`, all together."""
    if whole.empty:
        return []
    row = whole.frame.iloc[0]
    said = [t("n = {n} enterprises at workshops", n=number(row["n"]))]
    if pd.notna(row["expected"]):
        workshops = {"reported": number(row["reported"]), "expected": number(row["expected"])}
        said.append(t("coverage: {reported} of {expected} workshops have a list", **workshops))
    return said


def status_facts(counts: Answer) -> list[str]:
    """N and coverage of the lists, from `training/participation_counters`: a session may stand in two countries."""
    row = counts.only(counter="attendances").frame.iloc[0]
    lists = {"reported": number(row["reported"]), "expected": number(row["expected"])}
    return [
        t("n = {n} attendances in the lists of {reported} of {expected} held sessions", n=number(row["n"]), **lists)
    ]


def session_facts(answer: Answer) -> list[str]:
    """How many sessions `training/session_rows` lists."""
    return [t("{count} sessions; at most the 5,000 newest", count=number(len(answer.frame)))]


def roles_notes(answer: Answer) -> None:
    """What the shares of `training/women_in_roles` rest on, in words."""
    rows = {row.role: row for row in answer.frame.itertuples()}
    words = (
        ("worker", t("Workers: identified, with a sex, in {reported} of {expected} attendances")),
        ("manager", t("Managers: identified, with a sex, in {reported} of {expected} attendances")),
        ("team_member", t("Improvement teams: on record for {reported} of {expected} enterprises trained")),
        ("certified", t("Certified trainers: sex known of {reported} of {expected}")),
        ("expert", t("Expert trainers: sex known of {reported} of {expected}")),
        ("tot", t("Trainings of trainers: trainer and sex known in {reported} of {expected} attendances")),
        ("led", t("Led by women or not: known of {reported} of {expected} enterprises trained")),
        ("owned", t("Owned by women or not: known of {reported} of {expected} enterprises trained")),
    )
    said = [
        f"- {text.format(reported=number(rows[role].reported), expected=number(rows[role].expected))}"
        for role, text in words
        if rows[role].expected
    ]
    st.caption("\n".join([t("**Coverage**"), "", *said]))
    st.caption(
        t(
            "Each person, trainer and enterprise counts once in its row. Trainers have no project, sector or size, so "
            "these filters leave them as they are."
        )
    )


def reach_columns(frame: pd.DataFrame, label: str) -> dict[str, Any]:
    """The table's columns for the comparison with the workforce; `label` is what a group is."""
    number_column = views.number_column
    columns = {
        "name": st.column_config.TextColumn(label, pinned=True, width=150),
        "value": number_column(t("Of the people trained"), "percent"),
        "workforce": number_column(
            t("Of the workforce"), "percent", t("Each enterprise weighs as much as it sent people.")
        ),
        "difference": st.column_config.NumberColumn(t("Difference, points"), format="%+.1f"),
        "low": st.column_config.NumberColumn(t("From"), format="%+.1f", help=t("The lower end of the 95 % interval.")),
        "high": st.column_config.NumberColumn(t("To"), format="%+.1f", help=t("The upper end of the 95 % interval.")),
        "said": t("What it says"),
        "n": number_column("n", help=t("People with a known sex, whose enterprise's workforce is known too.")),
        "reported": number_column(t("Enterprises compared")),
        "expected": number_column(t("Enterprises with participants")),
        "workforce_pooled": number_column(
            t("Of the workforce, by size"), "percent", t("Each enterprise weighs as much as it employs people.")
        ),
    }
    return views.without_empty(frame, columns)


def reach_said(answer: Answer) -> Answer:
    """The answer of `training/reach` with its verdict in words."""
    said = [
        missing("withheld") if row.status == "withheld" else verdict_word(row.verdict)
        for row in answer.frame.itertuples()
    ]
    return replace(answer, frame=answer.frame.assign(said=said))


def satisfaction_columns(frame: pd.DataFrame, label: str) -> dict[str, Any]:
    """The table's columns for satisfaction; `label` is what a group is."""
    number_column = views.number_column
    columns = {
        "name": st.column_config.TextColumn(label, pinned=True, width=150),
        "value": number_column(t("4 or 5 of 5"), "percent"),
        "low": number_column(t("From"), "percent", t("The lower end of the 95 % interval.")),
        "high": number_column(t("To"), "percent", t("The upper end of the 95 % interval.")),
        "n": number_column("n", help=t("Answers.")),
        "asked": number_column(t("Asked"), help=t("Attendances.")),
        "response": number_column(t("Answered"), "percent"),
        "fives": number_column("5"),
        "fours": number_column("4"),
        "threes": number_column("3"),
        "twos": number_column("2"),
        "ones": number_column("1"),
        "remark": t("Remark"),
    }
    return views.without_empty(frame, columns)


def rule_columns(frame: pd.DataFrame, label: str) -> dict[str, Any]:
    """The table's columns for the rule of participation; `label` is what a group is."""
    number_column = views.number_column
    columns = {
        "name": st.column_config.TextColumn(label, pinned=True, width=150),
        "value": number_column(t("Kept"), "percent"),
        "kept": number_column(t("Kept, enterprises")),
        "n": number_column("n", help=t("Enterprises at workshops with a list of persons.")),
        "short_of_workers": number_column(t("Too few workers")),
        "short_of_managers": number_column(t("Too few managers")),
        "short_of_both": number_column(t("Both")),
        "reported": number_column(t("Workshops with a list")),
        "expected": number_column(t("Workshops held")),
        "remark": t("Remark"),
    }
    return views.without_empty(frame, columns)


def disaggregation_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """The table's columns for what countries report, in percent."""
    percent = {
        name: st.column_config.ProgressColumn(asked_word(name), min_value=0, max_value=100, format="%.0f %%")
        for name in ASKED
    }
    columns = {
        "country": st.column_config.TextColumn(t("Country"), pinned=True),
        "sessions": views.number_column(t("Sessions")),
        "sessions_listed": views.number_column(t("Sessions with a list")),
        "listed": views.number_column(t("Persons listed")),
        **percent,
        "enterprises": views.number_column(t("Enterprises")),
    }
    return views.without_empty(frame, columns)


def session_table(answer: Answer, key: str) -> None:
    """The events of `training/session_rows`, the newest first; persons are only counted."""
    kinds = figures.session_kinds()
    states = {"held": t("held"), "planned": t("planned"), "not_confirmed": t("past, not confirmed")}
    frame = answer.frame.assign(kind=answer.frame["kind"].map(kinds), state=answer.frame["state"].map(states))
    columns = {
        "starts_on": st.column_config.DateColumn(t("Day"), pinned=True),
        "kind": t("Kind"),
        "module": t("Module"),
        "country": t("Country"),
        "state": t("State"),
        "participants": views.number_column(t("Head count"), help=t("Empty is not recorded, 0 is nobody came.")),
        "listed": views.number_column(t("In the list"), help=t("Empty where there is no list of persons.")),
        "listed_women": views.number_column(t("Women")),
        "listed_men": views.number_column(t("Men")),
        "listed_rest": views.number_column(t("Other or not known")),
        "trainers": views.number_column(t("Trainers")),
        "session_id": t("Session"),
    }
    charts.table(frame, columns, t("Sessions, the newest first, with their head counts"), key=key, height=420)
