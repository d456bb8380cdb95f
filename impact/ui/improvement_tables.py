"""The columns of the tables of improvement projects, teams and suggestions."""

from typing import Any

import streamlit as st

from impact.text import t
from impact.ui.views import number_column


def improvement_columns(label: str) -> dict[str, Any]:
    """The table of `enterprises/improvements`."""
    return {
        "name": st.column_config.TextColumn(label, pinned=True),
        "value": number_column(t("Completed")),
        "under_way": number_column(t("Under way")),
        "planned": number_column(t("Planned")),
        "stopped": number_column(t("Stopped")),
        "projects": number_column(t("All")),
        "enterprises": number_column(t("Enterprises")),
        "per_enterprise": number_column(
            t("Median of an enterprise"), help=t("Projects of the enterprises that have any.")
        ),
        "most": number_column(t("Most of one")),
        "no_day": number_column(t("Completed, day not recorded")),
        "left_out": number_column(t("Left out"), help=t("Of enterprises with more than 100 projects.")),
    }


def times_columns(label: str) -> dict[str, Any]:
    """The table of `enterprises/improvement_times`."""
    return {
        "name": st.column_config.TextColumn(label, pinned=True),
        "value": number_column(
            t("Median days"), help=t("Product limit: who is under way counts as long as it was open.")
        ),
        "low": number_column(t("At least"), help=t("95 % interval.")),
        "high": number_column(t("At most"), help=t("95 % interval.")),
        "within_90": number_column(t("Within 90 days"), "percent"),
        "first_quarter": number_column(t("A quarter within")),
        "third_quarter": number_column(t("Three quarters within")),
        "n": number_column("n"),
        "completed": number_column(t("Completed")),
        "open_ones": number_column(t("Under way")),
        "stopped": number_column(t("Stopped")),
        "no_day": number_column(t("Day not recorded")),
        "out_of_order": number_column(t("Completed before the start")),
    }


def savings_columns(label: str, by: str) -> dict[str, Any]:
    """The table of `enterprises/savings`, of one kind."""
    columns: dict[str, Any] = {
        "name": st.column_config.TextColumn(label, pinned=True),
        "value": number_column("USD"),
        "median": number_column(t("Median USD"), help=t("Of the sums of enterprises.")),
        "enterprises": number_column(t("Enterprises")),
        "n": number_column(t("Savings")),
        "largest_share": number_column(t("Largest enterprise"), "percent", t("The part of the sum that it gives.")),
        "left_out": number_column(t("Marked, left out")),
        "without_rate": number_column(t("No exchange rate")),
        "remark": t("Remark"),
    }
    if by != "currency":
        return columns
    return {
        **columns,
        "local": number_column(t("Sum in the currency")),
        "local_without_rate": number_column(t("Of it without a rate")),
        "lowest_rate": number_column(t("Lowest rate used"), help=t("Local currency per US dollar.")),
        "highest_rate": number_column(t("Highest rate used"), help=t("Local currency per US dollar.")),
    }


def team_columns(label: str) -> dict[str, Any]:
    """The table of `enterprises/improvement_teams`."""
    return {
        "name": st.column_config.TextColumn(label, pinned=True),
        "value": number_column(t("Women"), "percent"),
        "low": number_column(t("At least"), "percent", t("95 % interval.")),
        "high": number_column(t("At most"), "percent", t("95 % interval.")),
        "workforce": number_column(t("Women in their workforce"), "percent"),
        "women_of_workers": number_column(t("Women among workers"), "percent"),
        "women_of_managers": number_column(t("Women among managers"), "percent"),
        "workers_share": number_column(t("Workers"), "percent", t("Of all members.")),
        "without_women": number_column(t("Teams without a woman"), "percent"),
        "without_workers": number_column(t("Teams without a worker"), "percent"),
        "members": number_column(t("Median members")),
        "n": number_column(t("Teams")),
        "trained": number_column(t("Enterprises trained")),
    }


def suggestion_columns(label: str) -> dict[str, Any]:
    """The table of `enterprises/suggestions`."""
    return {
        "name": st.column_config.TextColumn(label, pinned=True),
        "made": number_column(t("Made")),
        "implemented": number_column(t("Implemented")),
        "value": number_column(t("Share"), "percent", t("Of months of which both are known.")),
        "low": number_column(t("At least"), "percent", t("95 % interval.")),
        "high": number_column(t("At most"), "percent", t("95 % interval.")),
        "women_made": number_column(t("Made by women")),
        "men_made": number_column(t("Made by men")),
        "rest_made": number_column(t("Other or not known")),
        "made_together": number_column(t("Not given by sex")),
        "women_value": number_column(t("Of women's, implemented"), "percent"),
        "men_value": number_column(t("Of men's, implemented"), "percent"),
        "enterprises": number_column(t("Enterprises")),
    }


def row_columns(*, marked: bool) -> dict[str, Any]:
    """The table of `enterprises/improvement_rows`."""
    first = {
        "enterprise": st.column_config.TextColumn(t("Enterprise"), pinned=True, width=170),
        **({"why": st.column_config.TextColumn(t("Why marked"), width=430)} if marked else {}),
        "title": t("Improvement"),
        "category": t("Category"),
        "country": t("Country"),
    }
    money = {
        "saving": number_column(t("Saving as given")),
        "currency": t("Currency"),
        "saving_period_said": t("Each"),
        "saving_basis_said": t("Basis"),
        "usd": number_column("USD", help=t("At the rate of the year; of recurring ones, a year.")),
        "rate": number_column(t("Rate"), help=t("Local currency per US dollar.")),
        "times_usual": number_column(t("Times the usual"), help=t("Against the others of its category and kind.")),
    }
    if marked:
        return {**first, **money}
    state = {
        "status_said": t("Status"),
        "module": t("Module"),
        "proposed_by_said": t("Proposed by"),
        "started_on": t("Begun"),
        "completed_on": t("Completed"),
        "days": number_column(t("Days")),
    }
    return {**first, **state, **money, "why": t("Why marked")}
