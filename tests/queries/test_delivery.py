"""Delivery, drawn: partners, cost recovery, agreements in force, and sessions by month."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters
from tests.queries.trainers_drawn import DRAWN, rows


@pytest.fixture
def here(snapshot_of_drawing: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(snapshot_of_drawing(**DRAWN) / "store"))


# Partners and money


def test_partners_count_held_sessions_and_those_without_one_are_listed(here: None) -> None:
    partners = rows("partners", "code")
    assert partners["sessions"].to_dict() == {"a1": 2, "a2": 0, "a3": 1}
    assert partners["active"].to_dict() == {"a1": True, "a2": False, "a3": False}
    assert partners.loc["a1", "last_on"] == date(2024, 2, 10)


def test_training_without_programme_money_is_that_which_no_project_funds(here: None) -> None:
    alpha = rows("partners", "code").loc["a1"]
    assert (alpha["engagements"], alpha["enterprises"], alpha["without_project"]) == (3, 2, 2)
    assert alpha["share"] == pytest.approx(200 / 3)
    assert pd.isna(rows("partners", "code").loc["a3", "share"]), "it has no engagement"


def test_with_a_donor_chosen_the_share_without_programme_money_is_not_computed(here: None) -> None:
    alpha = rows("partners", "code", Filters(donor=("d1",))).loc["a1"]
    assert alpha["engagements"] == 1
    assert pd.isna(alpha["share"])


def test_what_names_no_partner_is_a_kind_of_its_own(here: None) -> None:
    kinds = rows("partners", "code", by="kind")
    assert kinds["sessions"][kinds["sessions"] > 0].to_dict() == {"private": 2, "education": 1, "none": 1}
    assert len(kinds) == 7
    assert kinds.loc["none", ["partners", "active_partners", "engagements"]].tolist() == [0, 0, 1]
    assert kinds.loc["private", ["partners", "active_partners"]].tolist() == [1, 1]


def test_cost_recovery_is_what_neither_donors_nor_the_ilo_paid(here: None) -> None:
    row = rows("cost_recovery", "code").loc["all"]
    assert (row["cost_usd"], row["recovered_usd"], row["own_usd"]) == (200, 90, 40)
    assert (row["value"], row["own_share"]) == pytest.approx((45, 20))


def test_a_cost_without_a_rate_takes_its_engagement_out_and_is_told(here: None) -> None:
    row = rows("cost_recovery", "code").loc["all"]
    assert (row["n"], row["trained"], row["without_rate"], row["without_costs"]) == (3, 5, 1, 1)
    years = rows("cost_recovery", "year", by="year")
    assert years["status"].to_dict() == {2022: "shown", 2023: "shown", 2024: "no_rate"}


def test_an_engagement_that_cost_nothing_is_reported_and_gives_no_ratio(here: None) -> None:
    alone = rows("cost_recovery", "code", Filters(period=(2022, 2022), module=("wpc",), donor=()))
    assert alone.loc["all", "n"] == 2
    free = rows("cost_recovery", "iso3", Filters(country=("UGA",)), by="country").loc["UGA"]
    assert (free["n"], free["without_costs"], free["status"]) == (0, 1, "no_data")


def test_only_zero_costs_are_not_computable(published: Callable[..., Any]) -> None:
    costs = "engagement_id | payer | amount | currency | year\n g4 | enterprise | 0 | USD | 2022"
    published(**{**DRAWN, "engagement_costs": costs})
    row = rows("cost_recovery", "code").loc["all"]
    assert (row["n"], row["status"]) == (1, "not_computable")
    assert pd.isna(row["value"])


def test_payers_add_up_to_the_whole_and_the_ilo_is_of_the_programme(here: None) -> None:
    payers = rows("who_pays", "payer")
    assert payers["usd"].to_dict() == {
        "enterprise": 40,
        "buyer": 50,
        "government": 0,
        "other": 0,
        "donor": 60,
        "ILO": 50,
    }
    assert payers["value"].sum() == pytest.approx(100)
    assert set(payers[payers["programme"]].index) == {"donor", "ILO"}
    assert payers["paying"].to_dict()["enterprise"] == 1, "what cost nothing was paid by nobody"


def test_cost_recovery_of_few_enterprises_is_withheld_from_the_public(here: None) -> None:
    answer = ask("training/cost_recovery", viewer=Viewer("public"))
    assert answer.frame["value"].isna().all()
    assert answer.frame["status"].tolist() == ["withheld"]
    assert answer.withheld


# What lasts


def test_an_agreement_is_in_force_from_its_signature_to_its_last_day(here: None) -> None:
    kinds = rows("what_lasts", "kind")
    assert kinds["in_force"].to_dict() == {"all": 3, "memorandum": 0, "licence": 1, "embedding": 2, "other": 0}
    assert kinds["ended"].to_dict() == {"all": 1, "memorandum": 1, "licence": 0, "embedding": 0, "other": 0}
    assert kinds.loc["embedding", ["partners", "open_ended"]].tolist() == [1, 1], "two of one institution"


def test_agreements_of_a_year_are_those_in_force_on_its_last_day(here: None) -> None:
    years = rows("what_lasts", ["year", "kind"], by="year")["in_force"].xs("all", level="kind")
    assert years.to_dict() == {2020: 1, 2021: 2, 2022: 3, 2023: 3, 2024: 3}


def test_a_country_without_an_agreement_is_listed_with_zero(here: None) -> None:
    places = rows("what_lasts", ["iso3", "kind"], by="country")["in_force"].xs("all", level="kind")
    assert places.to_dict() == {"KEN": 2, "NAM": 0, "UGA": 1}


def test_a_period_keeps_what_was_signed_in_it_and_what_was_in_force_at_its_end(here: None) -> None:
    row = rows("what_lasts", "kind", Filters(period=(2022, 2022))).loc["all"]
    assert (row["signed"], row["in_force"], row["ended"]) == (1, 3, 0)


# Sessions


def test_held_planned_and_never_confirmed_are_three_things(here: None) -> None:
    months = rows("session_calendar", ["year", "month"])
    assert months["held"].sum() == 5
    assert months["trainings"].sum() == 4
    assert months["planned"][months["planned"] > 0].to_dict() == {(2024, 10): 1, (2024, 12): 1}
    assert months["not_confirmed"][months["not_confirmed"] > 0].to_dict() == {(2023, 2): 1}


def test_a_month_without_sessions_is_listed_and_one_to_come_is_no_zero(here: None) -> None:
    months = rows("session_calendar", ["year", "month"])
    assert len(months) == 36
    assert (months.loc[(2024, 4), "held"], months.loc[(2024, 4), "status"]) == (0, "none")
    assert months.loc[(2024, 11), "status"] == "to_come"


def test_a_head_count_that_is_missing_is_not_a_session_without_people(here: None) -> None:
    months = rows("session_calendar", ["year", "month"])
    assert months.loc[(2024, 2), ["counted", "nobody", "uncounted"]].tolist() == [0, 0, 1]
    assert months.loc[(2024, 3), ["counted", "nobody", "uncounted"]].tolist() == [0, 1, 0]
    assert pd.isna(months.loc[(2024, 2), "participants"])
    assert months.loc[(2024, 3), "participants"] == 0


def test_a_calendar_of_one_kind_has_that_kind_alone(here: None) -> None:
    assert rows("session_calendar", ["year", "month"], kind="visit")["held"].sum() == 1


def test_shares_of_kinds_are_of_trainings_held_and_of_workshops(here: None) -> None:
    kinds = rows("session_mix", ["year", "kind"]).loc[2024]
    assert kinds["share"].dropna().to_dict() == pytest.approx(
        {"classroom": 100 / 3, "online": 100 / 3, "visit": 100 / 3}
    )
    assert kinds["workshop_share"].dropna().to_dict() == pytest.approx({"classroom": 50, "online": 50})
    assert kinds["planned"].to_dict()["classroom"] == 2
    assert kinds["small"].all()


def test_years_and_kinds_without_a_session_are_listed_with_zero_and_have_no_share(here: None) -> None:
    mix = rows("session_mix", ["year", "kind"])
    assert mix.loc[(2023, "tot"), "held"] == 1
    assert (mix.loc[(2023, "classroom"), "held"], mix.loc[(2023, "classroom"), "not_confirmed"]) == (0, 1)
    assert pd.isna(mix.loc[(2023, "classroom"), "workshop_share"])


def test_sessions_to_come_and_those_never_confirmed_are_listed_by_day(here: None) -> None:
    assert rows("planned_sessions", "first_on")["iso3"].to_dict() == {
        date(2024, 10, 1): "UGA",
        date(2024, 12, 1): "KEN",
    }
    assert rows("planned_sessions", "first_on", state="not_confirmed")["sessions"].to_dict() == {date(2023, 2, 1): 1}


def test_sessions_to_come_are_in_view_only_where_no_period_is_chosen(here: None) -> None:
    assert ask("training/planned_sessions", Filters(period=(2024, 2024))).empty
