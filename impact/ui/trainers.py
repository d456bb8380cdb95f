"""What the page of trainers and partners says beside its figures: columns of tables, reasons, n and coverage."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from impact import figures
from impact.ask import Answer
from impact.text import day, number, t, tn
from impact.ui import reader
from impact.ui.views import number_column


def chosen(name: str, options: Mapping[str, str], default: str) -> str:
    """What a choice is set to that is drawn later, inside the card whose title depends on it."""
    value = reader.offer(name) or default
    return value if value in options else default


def worded(answer: Answer, **words: Mapping[str, str]) -> Answer:
    """The answer with a column `<name>_said` for each column of codes that `words` puts into words."""
    said = {f"{name}_said": answer.frame[name].map(dict(codes)) for name, codes in words.items()}
    return replace(answer, frame=answer.frame.assign(**said))


def last_twelve_months(answer: Answer) -> str:
    """The twelve months that an answer calls recent, in words; fewer where the period in view is shorter."""
    first, before = answer.parameters["recent_from_on"], answer.parameters["before_on"]
    first = max(first, answer.parameters["from_on"] or first)
    return t("{first} to {last}", first=day(first), last=day(before - timedelta(days=1)))


def year_column(label: str = "") -> Any:
    """A table's column of calendar years, which have no thousands."""
    return st.column_config.NumberColumn(label or t("Year"), format="%d")


def trainer_columns(by: str) -> dict[str, Any]:
    """The table of `training/trainers`."""
    first: dict[str, dict[str, Any]] = {"country": {"country": t("Country")}, "year": {"year": year_column()}}
    columns = {
        "value": number_column(t("Trainers")),
        "women": number_column(t("Women")),
        "men": number_column(t("Men")),
        "other": number_column(t("Other")),
        "unknown": number_column(t("Sex not known")),
        "share": number_column(t("Women's share"), "percent", t("Of those whose sex is known.")),
        "low": number_column(t("At least"), "percent", t("Wilson's interval, 95 %.")),
        "high": number_column(t("At most"), "percent", t("Wilson's interval, 95 %.")),
        "newly": number_column(t("First time"), help=t("Reached the stage for the first time in any module.")),
        "recorded": number_column(t("Recorded"), help=t("Have a row of this very stage, not only of a later one.")),
    }
    return {**first.get(by, {"stage_said": t("Stage")}), **columns}


def trainer_facts(whole: Answer) -> list[str]:
    """N, and what is counted how, of `training/trainers`, not parted."""
    rows = whole.frame.set_index("stage")
    if rows.loc["candidate", "status"] == "no_data":
        return []
    said = [
        tn("n = {count} trainer with a stage", "n = {count} trainers with a stage", int(rows.loc["candidate", "value"]))
    ]
    unknown = int(rows.loc["candidate", "unknown"])
    if unknown:
        said.append(t("sex not known of {count}", count=number(unknown)))
    known = rows[rows["status"] == "shown"]
    guessed = (known["value"] - known["recorded"]).reindex(["instructed", "certified"]).dropna().astype(int)
    names = figures.stage_names()
    said += [
        t("{count} of '{stage}' known only by a later stage", count=number(n), stage=names[s].lower())
        for s, n in guessed.items()
        if n
    ]
    every = int(known["every_module"].get("certified", 0))
    if every:
        said.append(t("not counted here: {count} certified or expert for every module", count=number(every)))
    return said


def waiting_columns(by: str) -> dict[str, Any]:
    """The table of `training/time_to_certify`, by country or by the year of instruction."""
    first = {"country": t("Country")} if by == "country" else {"year": year_column(t("Instructed in"))}
    return {
        **first,
        "trainers": number_column(t("Instructed")),
        "certified": number_column(t("Certified")),
        "waiting": number_column(t("Not yet")),
        "share": number_column(
            t("Within a year"), "percent", t("Product limit: who waits counts as long as was waited.")
        ),
        "low": number_column(t("At least"), "percent", t("95 % interval.")),
        "high": number_column(t("At most"), "percent", t("95 % interval.")),
        "followed": number_column("n", help=t("Trainers instructed at least a year before the as-of day.")),
        "half": number_column(t("Median days"), help=t("Of those certified; who still waits is left out.")),
        "first_quarter": number_column(t("A quarter within")),
        "third_quarter": number_column(t("Three quarters within")),
    }


def waiting_facts(answer: Answer) -> list[str]:
    """N and the quarters of days, of `training/time_to_certify` by month."""
    if answer.empty:
        return []
    row: Any = answer.frame.iloc[0]
    said = []
    if row["trainers"]:
        count, waiting = number(row["trainers"]), number(row["waiting"])
        said.append(t("n = {n} trainers instructed, {waiting} not certified yet", n=count, waiting=waiting))
    if pd.notna(row["half"]):
        said.append(
            t(
                "of {certified} certified, half were within {half} days (a quarter {first}, three quarters {third})",
                certified=number(row["certified"] - row["out_of_order"]),
                half=number(row["half"]),
                first=number(row["first_quarter"]),
                third=number(row["third_quarter"]),
            )
        )
    if row["out_of_order"]:
        said.append(t("left out: {count} certified before they were instructed", count=number(row["out_of_order"])))
    if row["without_start"]:
        said.append(t("left out: {count} certified without a day of instruction", count=number(row["without_start"])))
    return said


def followed_facts(answer: Answer) -> list[str]:
    """N of `training/time_to_certify` parted by country or year, of one number of months."""
    followed = int(answer.frame["followed"].sum())
    return [t("n = {count} trainers instructed at least a year ago", count=number(followed))] if followed else []


def risks(answer: Answer) -> Answer:
    """`training/active_trainers` with the reasons for which a country is at risk, in words (`why`)."""
    return replace(answer, frame=answer.frame.assign(why=[_why(row) for row in answer.frame.itertuples()]))


def _why(row: Any) -> str:
    said = []
    if row.none_active:
        last = (
            t("last delivery {day}", day=day(row.last_on)) if isinstance(row.last_on, date) else t("no delivery ever")
        )
        said.append(t("nobody active ({last})", last=last))
    if row.few_active:
        said.append(tn("only {count} active", "only {count} active", int(row.active)))
    if row.most_idle:
        said.append(
            t("{active} of {count} certified active", active=number(row.certified_active), count=number(row.certified))
        )
    if row.rests_on_one:
        said.append(t("one trainer in {share} of sessions", share=number(round(row.busiest_share), "percent")))
    return "; ".join(said)


def active_columns() -> dict[str, Any]:
    """The table of `training/active_trainers`."""
    return {
        "country": st.column_config.TextColumn(t("Country"), pinned=True),
        "why": st.column_config.TextColumn(t("At risk because"), width="large"),
        "certified": number_column(t("Certified")),
        "certified_active": number_column(t("Of them active")),
        "share": number_column(t("Active share"), "percent", t("Certified trainers who delivered, of all certified.")),
        "active": number_column(t("Active in all"), help=t("Delivered, certified or not.")),
        "sessions": number_column(t("Sessions")),
        "deliveries": number_column(t("Deliveries"), help=t("A session that two trainers held is a delivery of each.")),
        "per_trainer": number_column(t("Per active trainer")),
        "last_on": t("Last delivery"),
    }


def risk_rule() -> str:
    """When a country is at risk, in words."""
    return t(
        "At risk: fewer than three active trainers, or fewer than half of those certified are active, or one trainer "
        "took part in more than half of the sessions."
    )


def module_columns() -> dict[str, Any]:
    """The table of `training/trainer_modules`."""
    return {
        "title": st.column_config.TextColumn(t("Module"), pinned=True),
        "certified": number_column(t("May deliver")),
        "every_module": number_column(t("Of them for every module")),
        "active": number_column(t("Delivered it")),
        "instructed": number_column(t("Only instructed")),
        "uncertified": number_column(t("Deliver uncertified"), help=t("Delivered it without being certified for it.")),
        "countries": number_column(t("Countries that take it")),
        "gaps": number_column(t("Without a certified trainer")),
    }


def gap_columns() -> dict[str, Any]:
    """The table of `training/trainer_gaps`."""
    return {
        "country": t("Country"),
        "title": t("Module"),
        "state_said": t("Trainers"),
        "enterprises": number_column(t("Enterprises enrolled")),
        "instructed": number_column(t("Instructed")),
        "certified": number_column(t("Certified")),
        "active": number_column(t("Active")),
    }


def gap_facts(answer: Answer) -> list[str]:
    """N of `training/trainer_gaps`, and what active means there."""
    if answer.empty:
        return []
    pairs = tn("n = {count} country and module", "n = {count} pairs of country and module", len(answer.frame))
    return [pairs, t("active: delivered the module, {period}", period=last_twelve_months(answer))]


def spread_columns() -> dict[str, Any]:
    """The table of `training/deliveries_per_trainer`."""
    return {
        "band": t("Sessions delivered"),
        "trainers": number_column(t("Trainers")),
        "share": number_column(t("Of all trainers"), "percent"),
        "certified": number_column(t("Of them certified")),
        "deliveries": number_column(t("Deliveries")),
        "deliveries_share": number_column(t("Of all deliveries"), "percent"),
    }


def spread_facts(answer: Answer) -> list[str]:
    """N of `training/deliveries_per_trainer`."""
    row: Any = answer.frame.iloc[0]
    if row["status"] == "no_data":
        return []
    deliveries = int(answer.frame["deliveries"].sum())
    return [
        tn("n = {count} trainer", "n = {count} trainers", int(row["all_trainers"])),
        tn("{count} delivery", "{count} deliveries", deliveries),
        t("a session that two trainers held is a delivery of each"),
    ]
