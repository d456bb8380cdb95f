"""Titles of the trainers' page: one sentence each, from the frames of its questions."""

from typing import Any

import pandas as pd

from impact.figures.trainers import stage_names
from impact.text import number, t, tn


def pipeline_finding(frame: pd.DataFrame) -> str:
    """How many of those instructed were certified, and became experts. `frame` as in `figures.trainer_pipeline`."""
    value, recorded = (dict(zip(frame["stage"], frame[name], strict=True)) for name in ("value", "recorded"))
    if pd.isna(value["instructed"]):
        return t("Stages of trainers were not recorded")
    if not value["instructed"]:
        return t("No trainer was instructed here")
    said = {stage: number(value[stage]) for stage in ("instructed", "certified", "expert") if pd.notna(value[stage])}
    if not recorded["instructed"]:
        return t("{certified} trainers are certified; when they were instructed was not recorded", **said)
    if "expert" in said:
        return t("Of {instructed} trainers instructed, {certified} are certified and {expert} are experts", **said)
    if "certified" in said:
        return t("Of {instructed} trainers instructed, {certified} are certified", **said)
    return t("{instructed} trainers were instructed", **said)


def stage_finding(frame: pd.DataFrame, stage: str) -> str:
    """Where, or when, most trainers reached the stage. `frame` as in `figures.trainers_by_country` or `_by_year`."""
    known, name = frame[frame["value"].fillna(0) > 0], stage_names()[stage]
    if known.empty:
        return t("{stage}: nobody here", stage=name)
    top: Any = known.loc[known["value"].astype(float).idxmax()]
    if pd.notna(top["year"]):
        return t("{stage}: most in {year}, {count}", stage=name, year=int(top["year"]), count=number(top["value"]))
    where = top["country"] if pd.notna(top["country"]) else t("No country")
    countries = tn("{count} country has some", "{count} countries have some", len(known))
    return t(
        "{stage}: most in {country}, {count}; {countries}",
        stage=name,
        country=where,
        count=number(top["value"]),
        countries=countries,
    )


def certification_finding(frame: pd.DataFrame) -> str:
    """The share certified within a year. `frame` as in `figures.certification_curve`."""
    rows = frame[frame["share"].notna() & ~frame["small"].astype(bool)]
    for months in (12, 6):
        told = rows[rows["months"] == months]
        if len(told):
            share = number(round(told["share"].iloc[0]), "percent")
            return t("{share} of trainers are certified within {months} months", share=share, months=months)
    if len(frame) and not frame["trainers"].iloc[0] and frame["without_start"].iloc[0]:
        return t("When trainers were instructed was not recorded")
    return t("Too few trainers to tell how long certification takes")


def active_finding(frame: pd.DataFrame) -> str:
    """How many countries are at risk. `frame` as in `figures.active_by_country`."""
    if frame.empty or frame["active"].isna().all():
        return t("Which trainers delivered was not recorded")
    risk = int(frame["at_risk"].sum())
    if len(frame) == 1:
        only: Any = frame.iloc[0]
        said = {
            "country": only["country"],
            "active": number(only["certified_active"]),
            "certified": number(only["certified"]),
        }
        if risk:
            return t("{country} is at risk: {active} of {certified} certified trainers deliver", **said)
        return t("{country} is not at risk: {active} of {certified} certified trainers deliver", **said)
    return t(
        "{risk} of {count} countries are at risk: too few of their trainers deliver",
        risk=number(risk),
        count=number(len(frame)),
    )


def spread_finding(frame: pd.DataFrame) -> str:
    """How much the busiest trainers give. `frame` as in `figures.deliveries_spread`."""
    if frame["trainers"].isna().all():
        return t("Which trainers delivered was not recorded")
    busy = frame[frame["band"].isin(["6-10", "11+"])]
    if frame["share"].isna().all() or frame["deliveries_share"].isna().all():
        return t("Nobody delivered in these twelve months")
    return t(
        "{trainers} of trainers give {deliveries} of the deliveries",
        trainers=number(round(busy["share"].sum()), "percent"),
        deliveries=number(round(busy["deliveries_share"].sum()), "percent"),
    )


def trainer_modules_finding(frame: pd.DataFrame) -> str:
    """The modules that fewest may deliver. `frame` as in `figures.trainers_by_module`, with countries and gaps."""
    if not frame["certified"].any():
        return t("Nobody is certified to deliver a module here")
    if not frame["countries"].any():
        able, count = number(int((frame["certified"] > 0).sum())), number(len(frame))
        return t("{able} of {count} modules have a certified trainer", able=able, count=count)
    without = int((frame["gaps"] > 0).sum())
    if not without:
        return t("Every module has a certified trainer wherever enterprises take it")
    return t(
        "{without} of {count} modules lack a certified trainer in a country that takes them",
        without=number(without),
        count=number(len(frame)),
    )


def gaps_finding(frame: pd.DataFrame) -> str:
    """In how many countries a module has no certified trainer. `frame` as in `figures.module_gaps`."""
    if frame.empty:
        return t("No enterprise enrolled here")
    gaps = frame[frame["gap"].astype(bool)]
    if gaps.empty:
        return t("Every module that enterprises take has a certified trainer in their country")
    return t(
        "In {count} of {pairs} pairs of country and module, nobody of the country is certified",
        count=number(len(gaps)),
        pairs=number(len(frame)),
    )


def partners_finding(frame: pd.DataFrame) -> str:
    """How many partners are active, and the share of training without programme money. `frame`: partners by kind."""
    known = frame[frame["kind"] != "none"]
    if not known["partners"].sum():
        return t("No partner is recorded here")
    active, count = number(int(known["active_partners"].sum())), number(int(known["partners"].sum()))
    engagements, free = frame["engagements"].sum(), frame["without_project"].sum()
    if not engagements or frame["share"].isna().all():
        return t("{active} of {count} partners delivered in the last twelve months", active=active, count=count)
    share = number(round(100 * free / engagements), "percent")
    return t(
        "{active} of {count} partners are active; {share} of engagements had no programme money",
        active=active,
        count=count,
        share=share,
    )


def recovery_finding(frame: pd.DataFrame) -> str:
    """What the programme did not pay, and what enterprises paid. `frame` of `training/cost_recovery`, the whole."""
    row: Any = frame.iloc[0]
    if pd.isna(row["value"]):
        return t("Cost recovery cannot be computed here")
    return t(
        "{share} of the delivery cost was not paid by the programme; enterprises paid {own} themselves",
        share=number(round(row["value"]), "percent"),
        own=number(round(row["own_share"]), "percent"),
    )


def lasting_finding(frame: pd.DataFrame) -> str:
    """How many institutions embed the training. `frame` of `training/what_lasts`, the whole, by kind."""
    rows = frame.set_index("kind")
    if rows.loc["all", "status"] == "no_data":
        return t("Agreements were not recorded")
    return t(
        "{count} agreements are in force; {embedding} institutions embed the training",
        count=number(int(rows.loc["all", "in_force"])),
        embedding=number(int(rows.loc["embedding", "partners"])),
    )


def lasting_places_finding(frame: pd.DataFrame) -> str:
    """In how many countries no agreement is in force. `frame` as in `figures.agreements_by_country`."""
    whole = frame[frame["kind"] == "all"]
    if whole.empty or (whole["status"] == "no_data").all():
        return t("Agreements were not recorded")
    none = int((whole["in_force"] == 0).sum())
    if len(whole) == 1:
        only: Any = whole.iloc[0]
        count = int(only["in_force"])
        return tn(
            "{country}: {count} agreement is in force",
            "{country}: {count} agreements are in force",
            count,
            country=only["country"],
        )
    if not none:
        return t("An agreement is in force in every country")
    return t("No agreement is in force in {none} of {count} countries", none=number(none), count=number(len(whole)))


def planned_finding(frame: pd.DataFrame, state: str) -> str:
    """How many sessions are planned, or were and never confirmed. `frame` of `training/planned_sessions`."""
    count = int(frame["sessions"].sum())
    if state == "planned":
        return tn("{count} session is planned", "{count} sessions are planned", count)
    return tn(
        "{count} session was planned and never confirmed", "{count} sessions were planned and never confirmed", count
    )


def calendar_finding(frame: pd.DataFrame) -> str:
    """Sessions held, to come and never confirmed. `frame` as in `figures.session_calendar`."""
    if frame.empty:
        return t("No session here")
    return t(
        "{held} sessions held, {planned} to come, {lost} planned and never confirmed",
        held=number(int(frame["held"].sum())),
        planned=number(int(frame["planned"].sum())),
        lost=number(int(frame["not_confirmed"].sum())),
    )


def mix_finding(frame: pd.DataFrame) -> str:
    """When workshops went online, and whether they came back. `frame` as in `figures.session_mix`."""
    online = frame[(frame["kind"] == "online") & ~frame["small"].astype(bool)].dropna(subset=["workshop_share"])
    if online.empty:
        return t("Too few workshops to tell how they are held")
    peak: Any = online.loc[online["workshop_share"].astype(float).idxmax()]
    if not peak["workshop_share"]:
        return t("Every workshop was held in a classroom")
    if peak["workshop_share"] < 1:
        return t("In no year was as much as one workshop in a hundred online")
    said = {"share": number(round(peak["workshop_share"]), "percent"), "year": int(peak["year"])}
    before, after = (online[online["year"] < peak["year"]], online[online["year"] > peak["year"]])
    if before.empty or after.empty:
        return t("{share} of workshops were online in {year}, more than in any other year", **said)
    first = 100 * before["held"].sum() / before["workshops"].sum()
    last: Any = after.iloc[-1]
    return t(
        "{share} of workshops were online in {year}; {before} before, {after} in {last}",
        **said,
        before=number(round(first), "percent"),
        after=number(round(last["workshop_share"]), "percent"),
        last=int(last["year"]),
    )
