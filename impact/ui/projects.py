"""Projects, their money and their donors: what each contributed, what delivery cost, and one project's own page."""

from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.filters import Filters
from impact.text import compact, day, number, t, tn
from impact.ui import charts, choices, notices, reader
from impact.ui.cards import card
from impact.ui.files import iati_button
from impact.ui.safe import plain
from impact.ui.targets import choose_margin, target_columns, worded
from impact.ui.views import number_column, without_empty

_QUOTIENTS = ("per_enterprise", "per_person", "per_improved")


def donors_card() -> None:
    """The donors' lens: contribution by share of the funding, an enterprise counted once."""
    by = choices.choice(
        "funded",
        t("Contribution by"),
        {"donor": t("Donor"), "project": t("Donor and project")},
        default="donor",
        form="side by side",
    )
    answer = reader.ask("results/donor_lens", by=by)
    if answer.empty:
        return
    whole = int(answer.frame["all_enterprises"].iloc[0])
    title = tn(
        "{count} enterprise was trained with the donors' money, counted once",
        "{count} enterprises were trained with the donors' money, each counted once",
        whole,
    )
    said = t(
        "Contribution by share of the funding, not attribution: contributions add up to the total, enterprises do not"
    )
    with card(title, answer, subtitle=said, key="donors"):
        columns = {
            "donor": t("Donor"),
            "title": t("Project"),
            "share": number_column(t("Share of funding"), "percent"),
            "projects": number_column(t("Projects")),
            "contribution": number_column(t("Contribution, in enterprises")),
            "enterprises": number_column(
                t("Enterprises reached"), help=t("In projects that others fund too; not to be added up.")
            ),
            "budget_usd": number_column(t("Part of the budgets, USD")),
        }
        alt = t("Donors with their contribution in enterprises and part of the budgets")
        frame = answer.frame.assign(contribution=answer.frame["contribution"].round(1))
        charts.table(frame, without_empty(frame, columns), alt, key=f"donors_{by}")


def unit_costs_card(chosen: Filters | None = None) -> None:
    """Delivery cost of each enterprise, person and improved enterprise, by project."""
    answer = reader.ask_with("results/unit_costs", reader.filters() if chosen is None else chosen)
    said = t(
        "Delivery cost whoever paid it, in US dollars at the rate of its year; management of the programme is not in it"
    )
    measured = answer.frame.dropna(subset=["per_enterprise"])
    title = t("What delivery cost for each enterprise trained")
    if len(measured):
        low, high = (compact(float(measured["per_enterprise"].agg(end))) for end in ("min", "max"))
        title = (
            t("Delivery cost USD {low} for each enterprise", low=low)
            if len(measured) == 1
            else t("Delivery cost USD {low} to {high} for each enterprise, by project", low=low, high=high)
        )
    facts = [
        t(
            "n = {known} of {trained} engagements with known costs",
            known=number(int(answer.frame["engagements"].sum())),
            trained=number(int(answer.frame["trained"].sum())),
        )
    ]
    with card(title, answer, subtitle=said, facts=facts, key="unit_costs"):
        notices.absent(answer, "engagement_costs")
        columns = {
            "project_id": t("Project"),
            "per_enterprise": number_column(t("USD an enterprise")),
            "enterprises": number_column(t("n enterprises")),
            "per_person": number_column(t("USD a person trained")),
            "people": number_column(t("n people")),
            "per_improved": number_column(t("USD an improved enterprise")),
            "improving": number_column(t("Improved")),
            "measured": number_column(t("Measured again")),
            "engagements": number_column(t("Engagements with costs")),
            "trained": number_column(t("Engagements")),
        }
        frame = answer.frame.assign(**{name: answer.frame[name].astype(float).round() for name in _QUOTIENTS})
        charts.table(frame, without_empty(frame, columns), title, key="unit_costs_table")
        st.caption(
            t(
                "Improved: more KPIs better than worse, among enterprises measured again. Before and after is not "
                "impact. Costs in a currency or year without a rate (after 2023) are left out on both sides; projects "
                "differ in modules, countries and years, so this is no ranking."
            )
        )


def choose_project() -> str:
    """One of the projects that the reader sees; the first that is running, until another is chosen."""
    found = reader.ask("results/project").frame
    names = {row.project_id: f"{row.project_id} · {row.title}" for row in found.itertuples()}
    running = found.loc[found["is_running"].astype(bool), "project_id"]
    first = next(iter(running), next(iter(names), ""))
    return choices.choice("one", t("Project"), names, default=first) if names else ""


def only(project: str) -> Filters:
    """The reader's filters, with one project in the place of those chosen."""
    return replace(reader.filters(), project=(project,), donor=(), country=(), period=None)


def project_facts(row: Any) -> None:
    """One project in a sentence, and its tiles."""
    until = t("{from_on} to {to_on}", from_on=day(row["starts_on"]), to_on=day(row["ends_on"]))
    said = [until, plain(row["donors"]) if isinstance(row["donors"], str) else t("donor not stated")]
    if isinstance(row["phase"], str):
        said.insert(0, t("Phase {phase}", phase=plain(row["phase"])))
    st.markdown(" · ".join(said))
    if not row["whole"]:
        st.info(t("It trains in countries that are not yours, too: here are the targets and the reach of yours."))
    tiles = [
        (_in(t("Budget"), row["currency"]), compact(row["budget"])),
        (_in(t("Spent so far"), row["spent_currency"]), compact(row["spent"])),
        (t("Enterprises trained"), number(row["enterprises"])),
        (t("People trained"), number(row["people"])),
        (t("Countries"), number(row["countries"])),
        (t("Partners"), number(row["partners"])),
    ]
    with st.grid("auto", min_column_width=150):
        for name, value in tiles:
            st.metric(name, value, border=True)


def _in(name: str, currency: Any) -> str:
    return f"{name}, {plain(currency)}" if isinstance(currency, str) else name


def project_targets(chosen: Filters) -> None:
    """The targets of one project that are current, and what each came to."""
    answer = reader.ask_with("results/targets", chosen, margin=choose_margin())
    now = answer.only(part="whole", is_current=True)
    now.frame.attrs = answer.frame.attrs
    if now.empty:
        st.info(t("The export holds no target of this project."), icon=":material/flag:")
        return
    with card(
        figures.targets_finding(now.frame), now, subtitle=t("The target that is due, or the next one"), key="targets"
    ):
        frame = worded(now).frame
        columns = without_empty(frame, target_columns("indicator_name", "due_said"))
        charts.table(frame, columns, t("Targets of the project with actual and status"), key="project_targets")
        iati_button(str(now.frame["project_id"].iloc[0]))


def money_card(chosen: Filters) -> None:
    """Spending by year."""
    answer = reader.ask_with("results/project_spending", chosen)
    if answer.empty:
        notices.absent(answer, "project_spending")
        return
    last = answer.frame.iloc[-1]
    share = last["spent_share"]
    title = (
        t(
            "{share} of the budget was spent up to {year}",
            share=number(share, "percent"),
            year=int(last["year"]),
        )
        if pd.notna(share)
        else t("Spending by year")
    )
    with card(title, answer, subtitle=t("In the project's own currency"), key="money"):
        charts.chart(figures.spending_by_year(answer.frame), "spending_chart")


def places_cards(chosen: Filters) -> None:
    """Where the project trains, and with whom."""
    twice = t("Not to be added up: some train twice.")
    for by, name in (("country", t("Countries")), ("partner", t("Partners"))):
        answer = reader.ask_with("results/project_places", chosen, by=by)
        rows = Answer(**{**answer.__dict__, "frame": answer.frame[answer.frame["name"] != ""]})
        with card(name, rows, key=f"places_{by}"):
            columns = {
                "name": name,
                "enterprises": number_column(t("Enterprises trained"), help=twice),
                "engagements": number_column(t("Engagements")),
                "last_on": st.column_config.DateColumn(t("Last workshop"), format="localized"),
            }
            charts.table(rows.frame, columns, name, key=f"places_{by}_table")
