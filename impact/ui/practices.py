"""The cards of the page of practices: four shares, decent-work areas, what is lost again, the answers behind them."""

import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.catalogue import indicator
from impact.text import number, t
from impact.ui import charts, choices, notices, practice_tables, reader
from impact.ui.cards import card
from impact.ui.trainers import chosen
from impact.ui.views import number_column, views, without_empty

# The shared filter that a click on a group sets.
SETS = {"module": "module", "country": "country", "sector": "sector", "size": "size", "year": "period"}
SETS |= {"women_led": "women_led"}
RANKED = ("practice", "country", "sector", "area")
QUESTION, AGAIN = "enterprises/practices", "enterprises/practice_follow_up"


def practice_breakdowns() -> dict[str, str]:
    """What practices may be broken down by, as code: label."""
    return {
        "module": t("Module that teaches it"),
        "practice": t("Practice"),
        "area": t("Decent-work area"),
        "country": t("Country"),
        "sector": t("Sector"),
        "size": t("Size"),
        "women_led": t("Led by women"),
        "year": t("Year of the endline"),
    }


def choose_practices() -> tuple[str, str]:
    """The reader's choices: what practices are broken down by, and whether answers that were only repeated count."""
    left, right = st.columns(2)
    with left:
        by = choices.choice("by", t("Practices by"), practice_breakdowns(), default="module")
    with right:
        repeats = choices.choice(
            "repeats",
            t("Enterprises with the same answers in every round"),
            {"left_out": t("Left out: they were not re-measured"), "counted": t("Counted, as kept and never")},
            default="left_out",
            help=t(
                "A value repeated is not a value measured again. An enterprise is left out where all its answers are "
                "the same in every round, on at least ten practices, or on five where none of its KPIs moved either."
            ),
        )
    return by, repeats


def practice_shares_card(whole: Answer, by: str) -> None:
    """Gained, kept, lost and never in each group of `by`; `whole` is `enterprises/practices` by total."""
    groups = practice_tables.named(reader.ask(QUESTION, by=by, repeats=whole.parameters["repeats"]), by)
    with card(
        figures.practices_finding(whole.frame),
        groups,
        subtitle=t(
            "Practices answered with yes or no at the first baseline and the last endline, percent. Beside each row "
            "the change of the share in place, and enterprises reported of expected"
        ),
        facts=practice_tables.practice_facts(whole),
        key="practices",
    ):
        views(
            practice_tables.coloured(groups),
            practice_tables.practice_columns(groups.frame, practice_breakdowns()[by]),
            t("Practices gained, kept, lost and never in place, by group"),
            key="practices",
            chart=lambda: figures.practice_shares(practice_tables.drawn(groups.frame), rank=by in RANKED),
            sets=SETS.get(by, ""),
            on_map=indicator("practices_adopted") if by == "country" else None,
        )
        if by == "country" and reader.choices().get("see_practices") == "map":
            st.caption(t("Colour: practices adopted, percent of those that were not in place before."))
        practice_tables.left_out(groups)


def areas_card(whole: Answer) -> None:
    """Decent-work areas from before to after; `whole` is `enterprises/practices` by total."""
    areas = practice_tables.named(reader.ask(QUESTION, by="area", repeats=whole.parameters["repeats"]), "area")
    with card(
        figures.areas_finding(areas.frame),
        areas,
        subtitle=t("Practices in place, percent of those asked twice, with the 95 % interval of the change"),
        facts=[
            t("a practice may belong to several areas: they are never added up"),
            *practice_tables.practice_facts(whole)[:1],
        ],
        key="areas",
    ):
        notices.absent(areas, "practice_areas")
        views(
            areas,
            practice_tables.practice_columns(areas.frame, t("Decent-work area")),
            t("Practices in place before and after, by decent-work area"),
            key="areas",
            chart=lambda: figures.practice_dumbbell(practice_tables.drawn(areas.frame)),
        )
        practice_tables.left_out(areas)


def lost_again_card() -> None:
    """Of the practices gained, how many are lost again by the follow-up, by area or practice."""
    labels = {code: practice_breakdowns()[code] for code in ("area", "practice")}
    by = chosen("again_by", labels, "area")
    whole = reader.ask(AGAIN, by="total")
    again = practice_tables.named(reader.ask(AGAIN, by=by), by)
    columns = {
        "name": st.column_config.TextColumn(labels[by], pinned=True, width=220),
        "value": number_column(t("Lost again"), "percent"),
        "low": number_column(t("From"), "percent", t("The lower end of the 95 % interval.")),
        "high": number_column(t("To"), "percent", t("The upper end of the 95 % interval.")),
        "still": number_column(t("Still in place")),
        "lost_again": number_column(t("Lost again")),
        "n": number_column("n", help=t("Practices gained and asked about again.")),
        "not_asked": number_column(t("Not asked again")),
        "enterprises": number_column(t("Enterprises")),
        "remark": t("Remark"),
    }
    with card(
        figures.lost_again_finding(again.frame, whole.frame),
        again,
        subtitle=t("Practices gained that are not in place any more at the follow-up, percent of those asked again"),
        facts=practice_tables.again_facts(whole),
        key="again",
    ):
        choices.choice("again_by", t("Lost again, by"), labels, default="area", form="side by side")
        views(
            again,
            without_empty(again.frame, columns),
            t("Practices gained and lost again by the follow-up"),
            key="again",
            chart=lambda: figures.practices_lost_again(practice_tables.drawn(again.frame)),
        )
        practice_tables.left_out(again)


def practice_rows_card() -> None:
    """The answers behind the shares, once a country is chosen."""
    if not reader.one_by_one():
        return
    if not reader.filters().country:
        st.caption(t("Choose a country to see the answers of its enterprises."))
        return
    rows = practice_tables.practice_rows(reader.ask("enterprises/practice_rows"))
    shown = {"count": number(len(rows.frame)), "pairs": number(rows.frame["pairs"].max() if len(rows.frame) else 0)}
    with card(
        t("The answers behind the shares"),
        rows,
        subtitle=t("One row for each enterprise and practice, the newest first"),
        facts=[t("{count} of {pairs} rows", **shown)],
        key="answers",
    ):
        text = st.column_config.TextColumn
        columns = {
            "enterprise": t("Enterprise"),
            "title": t("Practice"),
            "before_said": text(t("Before"), width=110),
            "after_said": text(t("After"), width=110),
            "follow_up_said": text(t("Follow-up"), width=110),
            "outcome_said": text(t("Outcome"), width=120),
            "before_on": t("Day of the baseline"),
            "after_on": t("Day of the endline"),
            "follow_up_on": t("Day of the follow-up"),
            "remark": t("Remark"),
        }
        charts.table(rows.frame, columns, t("Answers on practices, by enterprise"), key="answers_table", height=420)
