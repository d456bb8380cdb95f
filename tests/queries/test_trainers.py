"""The questions of the page of trainers and partners, each on a small drawn export: tables in, rows out."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pandas as pd
import pytest

from impact.access import Viewer
from impact.ask import ask
from impact.filters import Filters

DRAWN = {
    "modules": """
        module | title
        wpc    | Workplace Cooperation
        qm     | Quality Management
        lean   | Lean Manufacturing
        """,
    "module_versions": """
        module | iso3 | position
        wpc    | -    | 1
        qm     | -    | 2
        lean   | -    | 3
        """,
    "enterprises": """
        enterprise_id | name  | iso3 | isic
        e1            | One   | KEN  | 14
        e2            | Two   | KEN  | 10
        e3            | Three | UGA  | 14
        e4            | Four  | NAM  | 14
        """,
    "projects": """
        project_id | title
        p1         | First
        """,
    "donors": """
        donor_id | name
        d1       | Donor
        """,
    "project_donors": """
        project_id | donor_id | share
        p1         | d1       | 1
        """,
    "partners": """
        partner_id | name  | iso3 | kind
        a1         | Alpha | KEN  | private
        a2         | Beta  | KEN  | public
        a3         | Gamma | UGA  | education
        """,
    # t1 is certified in two modules; t2's certificate is still to come; t3 is an expert of whom nothing else is known;
    # t4 was certified before being instructed; t6 has taken part in a training of trainers only; t7 has no stage.
    "trainers": """
        trainer_id | iso3 | sex
        t1         | KEN  | female
        t2         | KEN  | male
        t3         | KEN  | unknown
        t4         | UGA  | female
        t5         | UGA  | other
        t6         | UGA  | male
        t7         | NAM  | female
        """,
    "trainer_modules": """
        trainer_id | module | stage      | reached_on
        t1         | wpc    | candidate  | 2021-12-01
        t1         | wpc    | instructed | 2022-01-10
        t1         | wpc    | certified  | 2022-06-09
        t1         | qm     | certified  | 2023-01-10
        t2         | wpc    | instructed | 2022-03-01
        t2         | wpc    | certified  | 2024-12-01
        t3         | -      | expert     | 2023-05-05
        t4         | wpc    | certified  | 2022-01-01
        t4         | wpc    | instructed | 2022-02-01
        t4         | lean   | instructed | 2022-04-01
        t5         | wpc    | candidate  | 2024-01-01
        t6         | wpc    | certified  | 2023-05-31
        """,
    # s1 has two trainers, s3 is to come, s4 was never confirmed, nobody came to s6, s8's day has not come.
    "sessions": """
        session_id | kind      | module | project_id | iso3 | enterprise_id | starts_on  | planned | participants | partner_id
        s1         | classroom | wpc    | p1         | KEN  | -             | 2024-01-15 | no      | 4            | a1
        s2         | visit     | qm     | -          | -    | e1            | 2024-02-10 | no      | -            | a1
        s3         | classroom | wpc    | p1         | KEN  | -             | 2024-12-01 | yes     | -            | a1
        s4         | classroom | wpc    | p1         | KEN  | -             | 2023-02-01 | yes     | -            | a1
        s5         | tot       | wpc    | -          | KEN  | -             | 2023-05-01 | no      | 2            | a2
        s6         | online    | wpc    | -          | -    | -             | 2024-03-01 | no      | 0            | -
        s7         | classroom | lean   | -          | UGA  | -             | 2022-05-01 | no      | 5            | a3
        s8         | classroom | wpc    | -          | UGA  | -             | 2024-10-01 | no      | 9            | a3
        """,
    "session_trainers": """
        session_id | trainer_id
        s1         | t1
        s1         | t2
        s2         | t1
        s3         | t2
        s4         | t2
        s5         | t3
        s6         | t6
        s7         | t4
        s8         | t4
        """,
    "attendances": """
        attendance_id | session_id | trainer_id | person_id | sex  | role
        w1            | s5         | t6         | sam       | male | trainer
        """,
    "engagements": """
        engagement_id | enterprise_id | module | project_id | partner_id | enrolled_on | classroom_on | status
        g1            | e1            | wpc    | p1         | a1         | 2022-01-01  | 2022-02-01   | trained
        g2            | e2            | qm     | -          | a1         | 2023-01-01  | 2023-02-01   | trained
        g3            | e1            | qm     | -          | a1         | 2024-01-01  | 2024-02-01   | trained
        g4            | e2            | wpc    | -          | a2         | 2022-01-01  | 2022-03-01   | trained
        g5            | e3            | lean   | -          | -          | 2022-01-01  | 2022-05-01   | trained
        g6            | e4            | wpc    | -          | -          | 2024-01-01  | -            | enrolled
        g7            | e3            | qm     | -          | -          | 2024-01-01  | -            | enrolled
        """,
    # g3 has one cost in a year without a rate, g4 cost nothing, g5 has no costs, g6 has not reached the workshop.
    "engagement_costs": """
        engagement_id | payer      | amount | currency | year
        g1            | donor      | 60     | USD      | 2022
        g1            | enterprise | 40     | USD      | 2022
        g2            | ILO        | 50     | USD      | 2023
        g2            | buyer      | 50     | USD      | 2023
        g3            | enterprise | 500    | KES      | 2024
        g3            | donor      | 10     | KES      | 2023
        g4            | enterprise | 0      | USD      | 2022
        g6            | enterprise | 900    | USD      | 2023
        """,
    # Of Alpha's two embeddings both are in force; m3's last day is the as-of day; m4 is signed after it.
    "agreements": """
        agreement_id | partner_id | iso3 | kind       | signed_on  | ends_on
        m1           | a1         | KEN  | memorandum | 2020-01-01 | 2022-12-31
        m2           | a1         | KEN  | embedding  | 2021-05-01 | -
        m3           | a3         | UGA  | licence    | 2023-01-01 | 2024-08-31
        m4           | a2         | KEN  | embedding  | 2024-10-01 | -
        m5           | a1         | KEN  | embedding  | 2022-02-02 | 2030-01-01
        """,
}
PERIOD_2023 = Filters(period=(2023, 2023))
KENYA = Filters(country=("KEN",))


@pytest.fixture(scope="module")
def drawn_once(tmp_path_factory: pytest.TempPathFactory) -> str:
    from impact.publish import publish
    from tests import drawn

    place = tmp_path_factory.mktemp("drawn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMPACT_STORE", str(place / "store"))
        (place / "store").mkdir()
        publish(drawn.export(place / "export", **DRAWN))
    return str(place / "store")


@pytest.fixture
def here(drawn_once: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drawn export, published and current."""
    monkeypatch.setenv("IMPACT_STORE", drawn_once)


def rows(name: str, key: str | list[str], filters: Filters = Filters(), **given: Any) -> pd.DataFrame:  # noqa: B008
    return ask(f"training/{name}", filters, **given).frame.set_index(key)


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
