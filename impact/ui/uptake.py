"""The page of module uptake, its first part: what was taken up, year by year and in each country."""

from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.figures.uptake import LONG, MOST_ROWS
from impact.text import number, t, tn
from impact.ui import cards, charts, choices, filterbar, navigation, notices, views

PANELS = 8


def choose_uptake() -> tuple[str, str]:
    """By what, and as counts or shares: the choices of the first figure."""
    kinds = {"counts": t("Counts"), "shares": t("Shares")}
    split, kind = st.columns([3, 2], vertical_alignment="bottom")
    with split:
        by = choices.choice("by", t("Uptake by"), _by(), default="module")
    with kind:
        shown = choices.choice("shown", t("Show"), kinds, default="counts", form="segments")
    return by, shown


def _by() -> dict[str, str]:
    return {
        "module": t("Module"),
        "country": t("Country"),
        "year": t("Year"),
        "sector": t("Sector"),
        "size": t("Size"),
    }


def uptake_card(answer: Answer, by: str, shown: str) -> None:
    """The answer of `training/module_uptake` as chart, table, or for countries a map."""
    named = _named(answer, by, shown)
    parts, whole = named.only(whole=False), named.only(whole=True)
    shares = shown == "shares"
    title = figures.uptake_finding(parts.frame, whole.frame, by=by, shares=shares)
    facts = _facts(whole.frame, parts.frame, shown)
    if by in LONG and len(parts.frame) > MOST_ROWS:
        said = {"count": number(MOST_ROWS), "all": number(len(parts.frame))}
        facts.append(t("the chart has the {count} largest of {all}; the table has all", **said))
    known = whole.frame["engagements"].any()
    if not known and whole.frame["sessions"].fillna(0).any():
        title = figures.sessions_finding(whole.frame)
    subtitle = _subtitle(by, shown) if known else t("Training sessions held; enterprises are not recorded")
    with cards.card(title, named, subtitle=subtitle, facts=facts, key="uptake"):
        views.views(
            parts,
            _columns(by, parts.frame),
            t("Uptake: enterprises enrolled, trained and completed, with sessions and attendances"),
            key="uptake",
            chart=lambda: _chart(parts, by, shares=shares),
            sets="period" if by == "year" else by,
            on_map=_on_map(shown) if by == "country" else None,
        )


def stop_without_engagements(answer: Answer) -> None:
    """Where sessions are known and engagements are not, say so and end the page."""
    if answer.frame["engagements"].any():
        return
    st.info(
        t(
            "No engagement is recorded here, so that it is not known who enrolled, in which order enterprises took "
            "modules, and whether they completed them."
        ),
        title=t("Only sessions are known"),
        icon=":material/event:",
    )
    raise notices.PageEndsError


def _named(answer: Answer, by: str, shown: str) -> Answer:
    """A name in each row, and what a map needs. Sizes are told in the reader's language."""
    sizes = filterbar.sizes() if by == "size" else {}
    rows = answer.frame
    titles = [
        t("All together") if whole else sizes.get(code, title if isinstance(title, str) else t("Not recorded"))
        for whole, code, title in zip(rows["whole"], rows["code"], rows["title"], strict=True)
    ]
    frame = rows.assign(title=titles, iso3=rows["code"], country=titles, value=rows["trained"], n=rows["trained"])
    if shown == "shares":
        few = frame["few_ended"].astype(bool) & (frame["status"] == "shown")
        frame = frame.assign(value=frame["completed_share"], n=frame["engagements_ended"])
        frame["status"] = frame["status"].where(~few, "not_computable")
    return replace(answer, frame=frame)


def _subtitle(by: str, shown: str) -> str:
    if shown == "shares":
        return t("Pale: enterprises trained, of those enrolled; full: engagements completed, of those that ended")
    if by == "year":
        return t("Enterprises by the year of the workshop: outline enrolled, pale trained, full completed")
    return t("Enterprises: outline enrolled, pale trained (the number), full completed")


def _on_map(shown: str) -> views.Shown:
    if shown == "shares":
        return views.Shown(t("Completed of ended"), "percent")
    return views.Shown(t("Enterprises trained"), "enterprises")


def _chart(parts: Answer, by: str, *, shares: bool) -> go.Figure:
    if not parts.frame["engagements"].any():
        return figures.session_rows(parts.frame)
    if by == "year":
        return figures.uptake_years(parts.frame, shares=shares)
    return figures.uptake_rows(parts.frame, by=by, shares=shares)


def _facts(whole: pd.DataFrame, parts: pd.DataFrame, shown: str) -> list[str]:
    row = whole.iloc[0]
    said = []
    if row["engagements"]:
        said.append(
            t(
                "all enterprises, each counted once: {enrolled} enrolled, {trained} trained, {completed} completed",
                enrolled=number(row["enrolled"]),
                trained=number(row["trained"]),
                completed=number(row["completed"]),
            )
        )
    if row["undated"]:
        said.append(
            tn(
                "{count} engagement past the workshop lacks its date and counts on the day of its enrolment",
                "{count} engagements past the workshop lack its date and count on the day of their enrolment",
                int(row["undated"]),
            )
        )
    if shown == "shares" and parts["mostly_open"].astype(bool).any():
        said.append(figures.open_note())
    if pd.notna(row["sessions"]) and row["sessions"]:
        lists = {"listed": number(row["sessions_listed"]), "sessions": number(row["sessions"])}
        said.append(t("lists of attendance from {listed} of {sessions} sessions", **lists))
        if not row["sessions_listed"]:
            counted = {"heads": number(row["participants"]), "counted": number(row["sessions_counted"])}
            said.append(t("head counts of {counted} sessions: {heads}; what was not counted is not zero", **counted))
    return said


def _columns(by: str, frame: pd.DataFrame) -> dict[str, Any]:
    """Those that hold something."""
    column = views.number_column
    columns = {
        "title": st.column_config.TextColumn(_by()[by], pinned=True, width=180),
        "enrolled": column(t("Enrolled"), help=t("Enterprises; each counts once in a row.")),
        "trained": column(t("Trained"), help=t("Enterprises that reached the workshop.")),
        "completed": column(t("Completed"), help=t("Enterprises that completed.")),
        "trained_share": column(t("Trained of enrolled"), "percent", t("Who enrolled lately may still come.")),
        "completed_share": column(t("Completed of ended"), "percent", t("Engagements completed, of those that ended.")),
        "engagements_ended": column(t("Ended"), help=t("Engagements completed or dropped.")),
        "engagements": column(t("Engagements"), help=t("An enterprise in a module.")),
        "modules_per_enterprise": column(t("Modules per enterprise"), help=t("Of the enterprises trained.")),
        "sessions": column(t("Sessions"), help=t("Held in a classroom, in an enterprise or online.")),
        "attendances": column(t("Attendances"), help=t("Workers and managers on the lists of sessions.")),
        "participants": column(t("Head count"), help=t("People counted at sessions, with a list or without.")),
        "sessions_counted": column(t("Sessions with a head count")),
    }
    if by == "module":
        del columns["modules_per_enterprise"]
    return views.without_empty(frame, columns)


def choose_lines() -> str:
    """Whether a module and what took its place are one line or two."""
    kinds = {"joined": t("In one line with what took their place"), "separate": t("Each by itself")}
    return choices.choice("lines", t("Modules that were replaced"), kinds, default="joined")


def lines_card(answer: Answer) -> None:
    """The answer of `training/module_years`."""
    with cards.card(
        figures.lines_finding(answer.frame),
        answer,
        subtitle=t("Enterprises trained in a year, the number above each bar; each row has its own scale"),
        facts=[t("n = {n} enterprises", n=number(answer.frame["enterprises"].max()))],
        key="years",
    ):
        columns = {
            "title": t("Module"),
            "year": st.column_config.NumberColumn(t("Year"), format="%d"),
            "trained": views.number_column(t("Enterprises trained")),
            "countries_changed": views.number_column(t("Countries in which it was replaced")),
        }
        alt = t("Enterprises trained by module and year")
        views.views(answer, columns, alt, key="years", chart=lambda: figures.module_lines(answer.frame), sets="module")


def panels_card(answer: Answer) -> None:
    """A small chart of modules for each of the largest countries of `training/module_completion`."""
    frame = answer.frame
    places = list(dict.fromkeys(frame["iso3"]))
    total = frame.drop_duplicates("iso3")["country_trained"].sum()
    facts = [t("n = {n} enterprises trained in {count} countries", n=number(total), count=number(len(places)))]
    if len(places) > PANELS:
        said = {"count": number(PANELS), "all": number(len(places))}
        facts.append(t("the {count} largest of {all} are shown; the country filter shows any other", **said))
    with (
        cards.card(
            figures.panels_finding(frame),
            answer,
            subtitle=t("Share of the enterprises trained in a country that took each module; all on one scale"),
            facts=facts,
            key="panels",
        ),
        st.grid("auto", min_column_width=150),
    ):
        for iso3 in places[:PANELS]:
            rows = frame[frame["iso3"] == iso3].reset_index(drop=True)
            said = {"country": str(rows["country"].iloc[0]), "n": number(rows["country_trained"].iloc[0])}
            with st.container(gap="xsmall"):
                navigation.link("results/country", t("{country}, n = {n}", **said), place=iso3)
                charts.chart(figures.country_panel(rows), key=f"panel_{iso3}")
