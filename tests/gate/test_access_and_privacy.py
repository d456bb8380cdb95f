"""The gate: who may ask what, and what is withheld before anybody sees the frame."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import access, privacy, questions
from impact.access import OWNER, AccessError, Viewer
from impact.ask import AskError, ask
from impact.catalogue import CatalogueError
from impact.filters import Filters
from impact.privacy import PrivacyError, Release, protect
from impact.questions import Measure, question
from tests.queries.test_indicators import BASE

DONOR = Viewer("donor", ("p1",))
PUBLIC = Viewer("public")


@pytest.mark.parametrize(
    ("text", "viewer"),
    [
        ("owner", OWNER),
        ("global", Viewer("global")),
        ("coordinator:KEN,GHA", Viewer("coordinator", ("GHA", "KEN"))),
        ("trainer:t1", Viewer("trainer", ("t1",))),
    ],
)
def test_a_viewer_is_read_from_role_and_scope(text: str, viewer: Viewer) -> None:
    assert access.parse(text) == viewer


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("queen", "There is no role 'queen'"),
        ("coordinator", "needs a scope"),
        ("owner:KEN", "takes no scope"),
        ("coordinator:Kenya", "not a country code"),
        ("", "There is no role ''"),
    ],
)
def test_a_viewer_that_is_none_is_refused(text: str, message: str) -> None:
    with pytest.raises(AccessError, match=message):
        access.parse(text)


def test_a_coordinator_sees_enterprises_of_the_own_countries_only(published: Callable[..., Any]) -> None:
    published(**BASE | {"enterprises": WITH_PLACES})
    mine = ask("results/enterprise_points", viewer=Viewer("coordinator", ("KEN",))).frame
    assert set(mine["enterprise_id"]) == {"e1", "e2"}
    theirs = ask("results/enterprise_points", viewer=Viewer("coordinator", ("NAM",))).frame
    assert set(theirs["enterprise_id"]) == {"e3"}


def test_a_trainer_sees_the_enterprises_of_the_own_engagements_only(published: Callable[..., Any]) -> None:
    published(**BASE | {"enterprises": WITH_PLACES, "engagements": WITH_TRAINERS})
    mine = ask("results/enterprise_points", viewer=Viewer("trainer", ("t1",))).frame
    assert set(mine["enterprise_id"]) == {"e1"}


@pytest.mark.parametrize("viewer", [DONOR, PUBLIC])
def test_donors_and_the_public_never_see_enterprises_one_by_one(viewer: Viewer, published: Callable[..., Any]) -> None:
    published(**BASE)
    with pytest.raises(AccessError, match="one by one"):
        ask("results/enterprise_points", viewer=viewer)


def test_the_views_of_one_viewer_are_not_those_of_another(published: Callable[..., Any]) -> None:
    published(**BASE | {"enterprises": WITH_PLACES})
    for _ in range(3):
        for country, expected in (("KEN", {"e1", "e2"}), ("NAM", {"e3"})):
            frame = ask("results/enterprise_points", viewer=Viewer("coordinator", (country,))).frame
            assert set(frame["enterprise_id"]) == expected
        assert len(ask("results/enterprise_points").frame) == 3


def test_results_about_few_enterprises_are_withheld_and_counts_of_them_are_not(published: Callable[..., Any]) -> None:
    published(**BASE)
    rows = ask("results/overview", viewer=DONOR).frame.set_index("indicator")
    assert rows.loc["satisfaction_rate", "status"] == "withheld"
    assert rows.loc["satisfaction_rate", ["value", "numerator", "denominator", "enterprises"]].isna().all()
    assert rows.loc["enterprises_trained", "value"] == 2
    assert ask("results/overview", viewer=OWNER).withheld == 0


def test_a_result_is_shown_from_the_smallest_group_on() -> None:
    frame = pd.DataFrame({"country": ["a", "b"], "value": [1.0, 2.0], "n": [4, 5], "status": ["shown", "shown"]})
    safe = protect(frame, with_measure(Measure(("value",), "results", "enterprises", "n")), DONOR, {})
    assert safe.frame["status"].tolist() == ["withheld", "shown"]
    assert safe.frame["value"].isna().tolist() == [True, False]
    assert safe.frame["n"].isna().tolist() == [True, False]
    assert safe.withheld == 1
    assert frame["value"].tolist() == [1.0, 2.0], "the frame that came in is as it was"


def test_a_group_whose_size_is_not_known_is_withheld() -> None:
    frame = pd.DataFrame({"value": [1.0], "n": pd.array([None], dtype="Int64")})
    assert protect(frame, with_measure(Measure(("value",), "results", "people", "n")), PUBLIC, {}).withheld == 1


def test_a_number_that_the_header_does_not_declare_is_not_let_through() -> None:
    frame = pd.DataFrame({"value": [1.0], "secret": [2.0], "n": [50]})
    with pytest.raises(PrivacyError, match="secret"):
        protect(frame, with_measure(Measure(("value",), "counts", "enterprises")), DONOR, {})


def test_an_indicator_that_the_catalogue_does_not_know_is_treated_as_a_result() -> None:
    frame = pd.DataFrame({"indicator": ["enterprises_trained", "unheard_of"], "value": [1.0, 2.0], "n": [1, 1]})
    safe = protect(frame, with_measure(Measure(("value",), "indicator", n="n")), DONOR, {})
    assert safe.frame["value"].isna().tolist() == [False, True]


def with_measure(*measures: Measure) -> questions.Question:
    return replace(question("results/overview"), measures=measures, keys=())


@pytest.mark.parametrize("name", questions.of_snapshots())
def test_every_aggregate_can_be_judged_by_privacy_for_the_public(name: str, demo: Path) -> None:
    if question(name).kind == "aggregate":
        ask(name, viewer=PUBLIC)


def test_a_parameter_that_a_question_does_not_have_is_named(published: Callable[..., Any]) -> None:
    published()
    with pytest.raises(AskError, match="has no parameter 'colour'"):
        ask("results/overview", colour="red")
    with pytest.raises(CatalogueError, match="no indicator 'nope'"):
        ask("results/country_map", indicator="nope")


def test_filters_that_do_not_apply_are_named(published: Callable[..., Any]) -> None:
    published(**BASE)
    assert ask("results/country_partners", Filters(sector=("other",), country=("KEN",))).ignored == ["sector"]


WITH_PLACES = """
    enterprise_id | name  | iso3 | isic | longitude | latitude
    e1            | One   | KEN  | 14   | 36.8      | -1.3
    e2            | Two   | KEN  | 10   | 39.6      | -4.0
    e3            | Three | NAM  | 14   | 17.0      | -22.6
    """
WITH_TRAINERS = """
    engagement_id | enterprise_id | module | enrolled_on | classroom_on | status  | trainer_id
    g1            | e1            | wpc    | 2022-01-01  | 2022-02-01   | trained | t1
    g2            | e2            | wpc    | 2022-01-01  | 2022-02-01   | trained | t2
    """


def test_privacy_withholds_nothing_for_those_who_see_everything() -> None:
    frame = pd.DataFrame({"value": [1.0], "n": [1]})
    assert privacy.protect(frame, with_measure(), Viewer("global"), {}).frame is frame


def test_published_figures_are_real_even_beside_invented_data(demo: Path) -> None:
    assert ask("results/overview").synthetic
    assert not ask("results/published_figures").synthetic
    assert not ask("about/sources").synthetic


@pytest.mark.parametrize("places", [frozenset(), frozenset({("KEN", "")})])
def test_that_there_is_nothing_is_told_of_places_with_many_only(places: frozenset[tuple[str, str]]) -> None:
    frame = pd.DataFrame({"indicator": "satisfaction_rate", "iso3": ["KEN", "NAM"], "value": None, "status": "no_data"})
    asked = with_measure(Measure(("value",), "indicator", n="n"))
    safe = protect(frame.assign(n=0), asked, DONOR, {}, Release(many=places)).frame
    assert list(safe["status"]) == ["no_data" if places else "withheld", "withheld"]


def test_a_sum_that_one_dominates_is_withheld_and_how_many_there_are_is_not() -> None:
    frame = pd.DataFrame({"value": [1.0, 2.0], "largest_share": [51.0, 50.0], "n": [9, 9]})
    asked = with_measure(Measure(("value", "largest_share"), "results", "enterprises", "n"))
    safe = protect(frame, replace(asked, cells=""), DONOR, {}).frame
    assert safe["value"].isna().tolist() == [True, False]
    assert safe["n"].tolist() == [9, 9]


def test_how_many_there_are_is_told_with_the_first_measure_of_them_whatever_a_later_one_withholds() -> None:
    frame = pd.DataFrame(
        {"code": [*"abc"], "value": [50.0] * 3, "pooled": [1.0] * 3, "largest_share": [90.0, 20.0, 20.0], "n": [60] * 3}
    )
    share, pooled = (
        Measure(("value",), "shares", "enterprises", "n"),
        Measure(("pooled", "largest_share"), "results", "enterprises", "n"),
    )
    asked = replace(with_measure(share, pooled), cells="")
    safe = protect(frame, asked, DONOR, {}).frame
    assert safe["pooled"].isna().tolist() == [True, True, False], "the total less the others would give the first"
    assert safe["value"].notna().all() and safe["n"].tolist() == [60] * 3


def test_under_filters_how_many_a_quantile_rests_on_is_not_told_either() -> None:
    frame = pd.DataFrame({"value": [1.0], "n": [90]})
    asked = replace(with_measure(Measure(("value",), "quantiles", "enterprises", "n")), cells="")
    for chosen, told in ((Filters(), True), (Filters(sector=("tourism",)), False)):
        safe = protect(frame, asked, DONOR, {}, Release(chosen)).frame
        assert safe[["value", "n"]].notna().all(axis=None) == told
