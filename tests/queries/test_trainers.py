"""Trainers, drawn: their stages, the way to certification, their deliveries and modules."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact.filters import Filters
from tests.queries.trainers_drawn import DRAWN, rows

PERIOD_2023 = Filters(period=(2023, 2023))
KENYA = Filters(country=("KEN",))


@pytest.fixture
def here(snapshot_of_drawing: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", str(snapshot_of_drawing(**DRAWN) / "store"))


# The pipeline


def test_a_trainer_counts_once_at_a_stage_however_many_the_modules(here: None) -> None:
    stages = rows("trainers", "stage")
    assert stages["value"].to_dict() == {"candidate": 6, "tot": 1, "instructed": 5, "certified": 4, "expert": 1}


def test_who_reached_a_later_stage_has_passed_the_earlier_ones_recorded_or_not(here: None) -> None:
    stages = rows("trainers", "stage")
    assert stages["recorded"].to_dict() == {"candidate": 2, "tot": 1, "instructed": 3, "certified": 3, "expert": 1}


def test_a_stage_after_the_as_of_day_is_not_reached(here: None) -> None:
    assert rows("trainers", "stage", KENYA).loc["certified", "value"] == 2


def test_women_are_a_share_of_those_whose_sex_is_known(here: None) -> None:
    certified = rows("trainers", "stage").loc["certified"]
    assert (certified["women"], certified["men"], certified["other"], certified["unknown"]) == (2, 1, 0, 1)
    assert certified["share"] == pytest.approx(200 / 3)
    assert (certified["low"], certified["high"]) == pytest.approx((20.7655, 93.8513), abs=1e-3)


def test_where_no_sex_is_known_the_share_of_women_is_missing_and_not_zero(here: None) -> None:
    expert = rows("trainers", "stage").loc["expert"]
    assert expert["unknown"] == 1
    assert pd.isna(expert["share"]) and pd.isna(expert["low"])


def test_a_year_counts_who_reached_the_stage_in_it_and_tells_who_did_for_the_first_time(here: None) -> None:
    years = rows("trainers", ["year", "stage"], by="year")
    assert years.loc[(2022, "certified"), ["value", "newly"]].tolist() == [2, 2]
    assert years.loc[(2023, "certified"), ["value", "newly"]].tolist() == [3, 2]
    assert not years.loc[(2024, "certified"), "complete"]


def test_a_period_keeps_the_stages_reached_in_it(here: None) -> None:
    stages = rows("trainers", "stage", PERIOD_2023)
    assert stages.loc["certified", ["value", "newly"]].tolist() == [3, 2]
    assert stages.loc["tot", "value"] == 1


def test_a_module_keeps_its_own_stages_and_tells_those_of_every_module_apart(here: None) -> None:
    certified = rows("trainers", "stage", Filters(module=("qm",))).loc["certified"]
    assert (certified["value"], certified["every_module"]) == (1, 1)


def test_countries_without_a_trainer_at_a_stage_are_listed_with_zero(here: None) -> None:
    places = rows("trainers", ["iso3", "stage"], by="country")["value"]
    assert places.xs("certified", level="stage").to_dict() == {"KEN": 2, "NAM": 0, "UGA": 2}


def test_each_sex_has_its_own_rows_and_no_share(here: None) -> None:
    sexes = rows("trainers", ["code", "stage"], by="sex")
    assert sexes["value"].xs("certified", level="stage").to_dict() == {"female": 2, "male": 1, "other": 0, "unknown": 1}
    assert sexes["share"].isna().all()


def test_stages_that_were_never_recorded_are_unknown_and_not_zero(published: Callable[..., Any]) -> None:
    published(**{name: DRAWN[name] for name in ("modules", "trainers")})
    stages = rows("trainers", "stage")
    assert stages["value"].isna().all()
    assert set(stages["status"]) == {"no_data"}


# The time to certify


def test_waiting_trainers_count_for_as_long_as_they_wait(here: None) -> None:
    """Of three, one is certified after 30 days and one after 150; the third has waited for 914."""
    months = rows("time_to_certify", "months")
    assert months["share"].to_dict() == pytest.approx({6: 200 / 3, 12: 200 / 3, 24: 200 / 3})
    assert months["trainers"].iloc[0] == 4
    assert months["waiting"].iloc[0] == 1
    curve = rows("time_to_certify", "months", by="month")
    assert curve.loc[[0, 1, 4, 5, 30], "share"].tolist() == pytest.approx([0, 100 / 3, 100 / 3, 200 / 3, 200 / 3])
    assert pd.isna(curve.loc[36, "share"]), "nobody was instructed three years ago"


def test_who_could_not_yet_be_followed_so_long_is_not_counted_as_followed(here: None) -> None:
    assert rows("time_to_certify", "months")["followed"].to_dict() == {6: 3, 12: 3, 24: 2}


def test_a_cohort_that_nobody_could_follow_so_long_is_not_due(here: None) -> None:
    years = rows("time_to_certify", ["year", "months"], by="year")
    assert years.loc[(2023, 24), "status"] == "not_due"
    assert pd.isna(years.loc[(2023, 24), "share"])
    assert years.loc[(2023, 12), "share"] == pytest.approx(100)


def test_certified_before_being_instructed_is_left_out_and_told(here: None) -> None:
    assert rows("time_to_certify", "months")["out_of_order"].tolist() == [1, 1, 1]
    assert rows("time_to_certify", "months", Filters(period=(2022, 2022), country=("UGA",)))["status"].tolist() == [
        "not_computable",
        "not_computable",
        "not_computable",
    ]


def test_an_expert_without_a_day_of_instruction_is_left_out_and_told(here: None) -> None:
    assert rows("time_to_certify", "months")["without_start"].tolist() == [1, 1, 1]


def test_quarters_of_days_are_of_those_certified(here: None) -> None:
    row = rows("time_to_certify", "months").iloc[0]
    assert (row["first_quarter"], row["half"], row["third_quarter"]) == (30, 30, 150)


def test_few_trainers_are_said_to_be_few(here: None) -> None:
    assert rows("time_to_certify", "months")["small"].all()


# Who delivers


def test_a_session_of_two_trainers_is_one_session_and_a_delivery_of_each(here: None) -> None:
    kenya = rows("active_trainers", "iso3").loc["KEN"]
    assert (kenya["sessions"], kenya["deliveries"], kenya["active"]) == (2, 3, 2)
    assert kenya["per_trainer"] == 1.5


def test_a_planned_session_and_a_training_of_trainers_are_no_delivery(here: None) -> None:
    """Beside s1 and s2, Kenya has a session to come, one never confirmed, and a training of trainers."""
    spread = rows("deliveries_per_trainer", "band", KENYA)
    assert spread["trainers"].to_dict() == {"0": 1, "1-2": 2, "3-5": 0, "6-10": 0, "11+": 0}
    assert spread["deliveries"].sum() == 3


def test_a_country_is_at_risk_by_few_idle_or_one_trainer_and_says_which(here: None) -> None:
    places = rows("active_trainers", "iso3")
    reasons = places[["none_active", "few_active", "most_idle", "rests_on_one"]]
    assert reasons.loc["KEN"].tolist() == [False, True, False, True], "two active, half of those certified, t1 in both"
    assert reasons.loc["UGA"].tolist() == [False, True, False, True]
    assert reasons.loc["NAM"].tolist() == [True, False, False, False]
    assert places["at_risk"].all()


def test_a_country_with_many_active_trainers_is_not_at_risk(published: Callable[..., Any]) -> None:
    three = "session_id | trainer_id\n s1 | t1\n s2 | t2\n s3 | t3"
    held = "session_id | kind | iso3 | starts_on\n s1|visit|KEN|2024-01-01\n s2|visit|KEN|2024-01-02\n s3|visit|KEN|2024-02-01"
    published(
        trainers=DRAWN["trainers"], trainer_modules=DRAWN["trainer_modules"], sessions=held, session_trainers=three
    )
    kenya = rows("active_trainers", "iso3").loc["KEN"]
    assert (kenya["active"], kenya["certified"], kenya["certified_active"]) == (3, 2, 2)
    assert not kenya["at_risk"]


def test_deliveries_rest_on_one_trainer_who_took_part_in_more_than_half_of_the_sessions(
    published: Callable[..., Any],
) -> None:
    given = "session_id | trainer_id\n s1|t1\n s1|t2\n s2|t1\n s2|t2\n s3|t3"
    held = "session_id | kind | iso3 | starts_on\n s1|visit|KEN|2024-01-01\n s2|visit|KEN|2024-01-02\n s3|visit|KEN|2024-02-01"
    published(
        trainers=DRAWN["trainers"], trainer_modules=DRAWN["trainer_modules"], sessions=held, session_trainers=given
    )
    kenya = rows("active_trainers", "iso3").loc["KEN"]
    assert (kenya["busiest"], kenya["sessions"], kenya["deliveries"]) == (2, 3, 5)
    assert kenya["rests_on_one"] and not kenya["few_active"]


def test_the_last_delivery_is_of_all_time_until_the_end_of_the_period(here: None) -> None:
    places = rows("active_trainers", "iso3")["last_on"].to_dict()
    assert places == {"KEN": date(2024, 2, 10), "NAM": None, "UGA": date(2024, 3, 1)}
    before = rows("active_trainers", "iso3", Filters(period=(2022, 2022))).loc["UGA"]
    assert (before["last_on"], before["active"], before["certified"]) == (date(2022, 5, 1), 1, 1)


def test_where_no_session_names_its_trainer_nobody_is_called_idle(published: Callable[..., Any]) -> None:
    published(**{n: t for n, t in DRAWN.items() if n != "session_trainers"})
    places = rows("active_trainers", "iso3")
    assert places["active"].isna().all() and not places["at_risk"].any()
    assert places["certified"].to_dict() == {"KEN": 2, "NAM": 0, "UGA": 2}
    assert rows("deliveries_per_trainer", "band")["trainers"].isna().all()
    assert rows("trainer_modules", "module")["active"].isna().all()


def test_who_is_certified_for_every_module_may_deliver_each(here: None) -> None:
    modules = rows("trainer_modules", "module")
    assert modules["certified"].to_dict() == {"wpc": 4, "qm": 2, "lean": 1}
    assert modules["every_module"].to_dict() == {"wpc": 1, "qm": 1, "lean": 1}
    assert modules["instructed"].to_dict() == {"wpc": 1, "qm": 0, "lean": 1}
    assert modules["active"].to_dict() == {"wpc": 2, "qm": 1, "lean": 0}
    assert modules["uncertified"].to_dict() == {"wpc": 1, "qm": 0, "lean": 0}


def test_a_module_taken_where_nobody_is_certified_is_a_gap(here: None) -> None:
    modules = rows("trainer_modules", "module")
    assert modules[["countries", "gaps"]].to_numpy().tolist() == [[2, 1], [2, 1], [1, 1]]
    states = rows("trainer_gaps", ["iso3", "module"])["state"].to_dict()
    assert states == {
        ("KEN", "wpc"): "active",
        ("KEN", "qm"): "active",
        ("UGA", "qm"): "none",
        ("UGA", "lean"): "instructed",
        ("NAM", "wpc"): "none",
    }
