"""What the page of trainers and partners says of partners, costs, agreements and sessions."""

from typing import Any

import streamlit as st

from impact.ask import Answer
from impact.text import compact, number, t, tn
from impact.ui.trainers import year_column
from impact.ui.views import number_column


def partner_columns(by: str) -> dict[str, Any]:
    """The table of `training/partners`, by partner or by kind."""
    columns: dict[str, Any] = {
        "sessions": number_column(t("Sessions")),
        "enterprises": number_column(t("Enterprises")),
        "share": number_column(t("No programme money"), "percent", t("Engagements that no project funds, of all.")),
        "last_on": t("Last session"),
        "engagements": number_column(t("Engagements")),
    }
    if by == "kind":
        counts = {"partners": number_column(t("Partners")), "active_partners": number_column(t("Active"))}
        return {"kind_said": t("Kind"), **counts, **columns}
    named = {
        "name": st.column_config.TextColumn(t("Partner"), pinned=True, width=200),
        "country": st.column_config.TextColumn(t("Country"), width=90),
        "active": st.column_config.CheckboxColumn(t("Active"), width=60),
    }
    return {**named, **columns, "kind_said": t("Kind")}


def partner_facts(kinds: Answer) -> list[str]:
    """N and coverage of `training/partners` by kind."""
    frame = kinds.frame
    named = frame[frame["kind"] != "none"]
    sessions, all_sessions = int(named["sessions"].sum()), int(frame["sessions"].sum())
    if not all_sessions and not frame["engagements"].sum():
        return []
    said = [tn("n = {count} partner", "n = {count} partners", int(named["partners"].sum()))]
    if all_sessions:
        said.append(
            t(
                "{share} of sessions name a known partner ({count} of {all})",
                share=number(100 * sessions / all_sessions, "percent"),
                count=number(sessions),
                all=number(all_sessions),
            )
        )
    return said


def cost_columns(by: str) -> dict[str, Any]:
    """The table of `training/cost_recovery`."""
    first: dict[str, dict[str, Any]] = {
        "country": {"country": t("Country")},
        "module": {"title": t("Module")},
        "year": {"year": year_column()},
    }
    return {
        **first[by],
        "value": number_column(t("Cost recovery"), "percent", t("Not paid by donors or the ILO.")),
        "own_share": number_column(t("Enterprises' own"), "percent"),
        "cost_usd": number_column(t("Cost, USD")),
        "n": number_column("n", help=t("Engagements with costs, all at a known rate.")),
        "trained": number_column(t("Past the workshop")),
        "without_costs": number_column(t("Without costs")),
        "without_rate": number_column(t("No exchange rate")),
    }


def payer_columns() -> dict[str, Any]:
    """The table of `training/who_pays`, by year."""
    return {
        "year": year_column(),
        "payer_said": t("Payer"),
        "value": number_column(t("Share"), "percent"),
        "usd": number_column("USD"),
        "paying": number_column(t("Engagements it paid for")),
        "n": number_column("n", help=t("Engagements with costs, all at a known rate.")),
    }


def cost_facts(whole: Answer) -> list[str]:
    """What the amounts rest on, and what had to be left out, of `training/cost_recovery`, the whole."""
    row: Any = whole.frame.iloc[0]
    said = []
    if row["status"] == "shown":
        said.append(t("USD {cost} of delivery cost", cost=compact(row["cost_usd"])))
    if row["without_rate"]:
        count = int(row["without_rate"])
        said.append(
            tn(
                "left out: {count} engagement with a cost in a year without an exchange rate",
                "left out: {count} engagements with a cost in a year without an exchange rate",
                count,
            )
        )
    return said


def agreement_columns(by: str) -> dict[str, Any]:
    """The table of `training/what_lasts`, by country or year."""
    first = {"country": t("Country")} if by == "country" else {"year": year_column()}
    return {
        **first,
        "kind_said": t("Kind"),
        "in_force": number_column(t("In force")),
        "partners": number_column(t("Institutions")),
        "signed": number_column(t("Signed")),
        "ended": number_column(t("Ended"), help=t("By then, of all signed by then.")),
        "open_ended": number_column(t("Open-ended"), help=t("In force, without a last day.")),
    }


def agreement_facts(whole: Answer) -> list[str]:
    """N of `training/what_lasts`, the whole."""
    row: Any = whole.frame.iloc[0]
    if not row["n"]:
        return []
    return [
        tn("n = {count} agreement", "n = {count} agreements", int(row["n"])),
        t("{count} of them ended", count=number(row["ended"])),
        t("{count} in force without a last day", count=number(row["open_ended"])),
    ]


def session_facts(calendar: Answer) -> list[str]:
    """N, and at how many sessions heads were counted, of `training/session_calendar`."""
    frame = calendar.frame
    held, empty = int(frame["held"].sum()), int(frame["nobody"].sum())
    if not held:
        return []
    counted = int(frame["counted"].sum()) + empty
    said = [
        tn("n = {count} session held", "n = {count} sessions held", held),
        t("head count recorded at {share}", share=number(100 * counted / held, "percent")),
        t("not recorded at {count}, which is not zero", count=number(held - counted)),
    ]
    return [*said, tn("nobody came to {count}", "nobody came to {count}", empty)] if empty else said


def calendar_columns() -> dict[str, Any]:
    """The table of `training/session_calendar`."""
    return {
        "month_on": st.column_config.DateColumn(t("Month"), format="YYYY-MM"),
        "held": number_column(t("Held")),
        "planned": number_column(t("To come")),
        "not_confirmed": number_column(t("Never confirmed")),
        "participants": number_column(t("Participants"), help=t("Where heads were counted.")),
        "counted": number_column(t("Somebody came")),
        "nobody": number_column(t("Nobody came")),
        "uncounted": number_column(t("Not recorded")),
    }


def mix_facts(answer: Answer) -> list[str]:
    """N of `training/session_mix`: workshops and all training sessions."""
    frame = answer.frame
    workshops = int(frame.loc[frame["workshop"].astype(bool), "held"].sum())
    trainings = int(frame.loc[frame["training"].astype(bool), "held"].sum())
    if not trainings:
        return []
    return [
        tn("n = {count} workshop held", "n = {count} workshops held", workshops),
        tn("{count} training session with visits", "{count} training sessions with visits", trainings),
        t("a year with fewer than ten workshops names no peak"),
    ]


def mix_columns() -> dict[str, Any]:
    """The table of `training/session_mix`."""
    return {
        "year": year_column(),
        "kind_said": t("Kind"),
        "held": number_column(t("Held")),
        "workshop_share": number_column(t("Of workshops"), "percent"),
        "share": number_column(t("Of training sessions"), "percent"),
        "participants": number_column(t("Participants"), help=t("Where heads were counted.")),
        "uncounted": number_column(t("Heads not recorded")),
        "planned": number_column(t("To come")),
        "not_confirmed": number_column(t("Never confirmed")),
    }


def planned_columns() -> dict[str, Any]:
    """The table of `training/planned_sessions`."""
    return {
        "first_on": t("First day"),
        "country": t("Country"),
        "kind_said": t("Kind"),
        "title": t("Module"),
        "sessions": number_column(t("Sessions")),
    }
