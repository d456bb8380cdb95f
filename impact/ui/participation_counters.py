"""The three counts of people that are never added up, and what is said where there are only head counts."""

from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.text import compact, number, t
from impact.ui import charts
from impact.ui.tiles import missing


def has_lists(counts: Answer) -> bool:
    """Does a session in view say who was there? `counts` of `training/participation_counters`."""
    return bool((counts.only(counter="attendances").frame["status"] == "shown").all())


def no_lists(counts: Answer) -> None:
    """Say that nobody is known by sex, and what is known instead; `counts` of `training/participation_counters`."""
    heads = counts.only(counter="head_counts").frame.iloc[0]
    if heads["status"] == "shown":
        why = t(
            "No session here has a list of persons. {people} heads were counted at {sessions} sessions; their sex, "
            "role and satisfaction were not collected, so no share of women can be told, nor whether workshops seat "
            "managers and workers.",
            people=number(heads["people"]),
            sessions=number(heads["n"]),
        )
    else:
        why = missing("no_data")
    st.info(why, title=t("Who took part is not known"), icon=":material/groups:")


def counters(answer: Answer) -> None:
    """The counts of `training/participation_counters` side by side, each with what it counts; never in one bar."""
    rows = {row.counter: row for row in answer.frame.itertuples()}
    with st.grid("auto", min_column_width=250):
        for name in ("attendances", "people", "workforce"):
            with st.container(height="stretch"):
                _counter(rows[name], answer)
    heads = rows["head_counts"]
    if heads.status == "shown":
        st.caption(
            t(
                "Apart from these, {sessions} sessions have a head count and no list of persons: {people} heads, whose "
                "sex was not collected. They are not turned into people.",
                sessions=number(heads.n),
                people=number(heads.people),
            )
        )
    if sum(row.status == "shown" for row in rows.values()) < 2:
        return
    st.caption(
        t(
            "The three differ because a person may sit in several sessions, because not every list says who a person "
            "is, and because an enterprise employs many whom it does not send. They count different things, so they "
            "are never added up."
        )
    )


def _counter(row: Any, answer: Answer) -> None:
    label, meaning, covers = {
        "attendances": (
            t("Attendances"),
            t("Seats taken by workers and managers; a person at three sessions counts three times."),
            t("held sessions with a list"),
        ),
        "people": (
            t("Unique people"),
            t("Workers and managers in the room, each once; only those whose list says who they are."),
            t("attendances that say who the person is"),
        ),
        "workforce": (
            t("Workforce represented"),
            t("Everybody whom the enterprises employ, trained or not; each enterprise once, as last counted before."),
            t("enterprises with a count at or before the workshop"),
        ),
    }[row.counter]
    known = row.status == "shown"
    st.metric(label, compact(row.people) if known else "–")
    if not known:
        needs = "workforce" if row.counter == "workforce" else ""
        why = missing(str(row.status), [needs] if needs in answer.absent else [])
        st.caption(why)
    elif row.women + row.men > 0:
        charts.chart(figures.sex_split(row), key=f"split_{row.counter}")
        st.caption(_sexes(row))
    else:
        st.caption(t("Sex: not collected."))
    st.caption(meaning)
    if row.expected:
        share = number(100 * row.reported / row.expected, "percent")
        counted = {"reported": number(row.reported), "expected": number(row.expected), "what": covers}
        st.caption(t("Coverage {share}: {reported} of {expected} {what}", share=share, **counted))


def _sexes(row: Any) -> str:
    share = number(100 * row.women / (row.women + row.men), "percent")
    said = [t("{share} women among the women and men", share=share)]
    if pd.notna(row.other):
        said.append(t("{count} of other sex", count=number(row.other)))
    if pd.notna(row.unknown) and row.unknown:
        said.append(t("{count} of sex not known", count=number(row.unknown)))
    return " · ".join(said)
