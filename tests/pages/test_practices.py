"""The page of practices: what it says on full exports, and on those without endlines, areas or follow-ups."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import link_of, nodes, open_page, said
from tests.pages.test_translation import check, marked  # noqa: F401 - the made-up language
from tests.queries.practices_drawn import CHECKS, DRAWN, HEAD, TWELVE, alike

Use = Callable[[str], Path]
PAGE = "enterprises/practices"


def fine(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return said(at)


def cards(at: AppTest) -> list[str]:
    return [header.value.replace("\\", "") for header in at.subheader]


def specs(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def test_the_titles_say_the_findings_and_that_this_is_not_impact(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    text = fine(at)
    assert "**Before and after is not impact.**" in text
    first, areas, again = cards(at)
    assert first.startswith("Practices in place rose from ")
    assert "moved most, +" in areas
    assert "asked about again" in again
    assert [metric.label for metric in at.metric] == ["Practices adopted", "Enterprises that completed"]


def test_each_card_says_n_coverage_the_silent_and_who_was_not_measured_again(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    facts = [c.value for c in at.main.caption if c.value.endswith("as of 31 Aug 2024")]
    assert len(facts) == len(cards(at)) + 2, "three cards, and two tiles"
    shares = next(f for f in facts if "not re-measured, left out" in f)
    assert "enterprises whose endline is due" in shares and "silent" in shares and "not applicable, apart: " in shares
    assert any("never added up" in f for f in facts)
    assert any("asked again may differ" in f for f in facts)


@pytest.mark.parametrize("by", ["module", "practice", "area", "country", "sector", "size", "women_led", "year"])
def test_every_breakdown_has_a_chart_and_a_table(by: str, use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, by=by)
    text = fine(at)
    assert not specs(at)[0]["layout"]["meta"]["empty"]
    assert ("A click filters by" in text) == (by not in ("practice", "area"))
    table = open_page(PAGE, by=by, see_practices="table")
    fine(table)
    frame = table.dataframe[0].value
    assert {"before", "after", "change", "n", "enterprises", "reported", "expected", "silent"} <= set(frame.columns)
    assert ("module_title" in frame) == (by == "practice")


@pytest.mark.parametrize(
    "choices",
    [
        {"by": "country", "see_practices": "map"},
        {"by": "practice", "again_by": "practice", "repeats": "counted"},
        {"see_areas": "table", "see_again": "table", "again_by": "practice"},
        {"country": "KEN", "by": "area"},
        {"country": "UGA", "period": "2023-2024", "women_led": "yes"},
        {"module": "quality", "sector": "garment_textile", "size": "small"},
    ],
    ids=str,
)
def test_choices_are_kept_in_the_link_and_translated(
    choices: dict[str, str],
    use: Use,
    marked: None,  # noqa: F811
) -> None:
    check(use("demonstration"), PAGE, **choices)
    at = open_page(PAGE, **choices)
    fine(at)
    assert link_of(at).items() >= choices.items()


def test_who_gave_the_same_answers_is_left_out_until_the_reader_counts_them(published: Callable[..., Any]) -> None:
    published(**{**DRAWN, "practices": TWELVE}, practice_checks=HEAD + CHECKS.strip() + "\n" + alike(10, "e3"))
    text = fine(open_page(PAGE))
    assert "n = 4 practices of 2 enterprises" in text and "1 not re-measured, left out" in text
    text = fine(open_page(PAGE, repeats="counted"))
    assert "n = 14 practices of 3 enterprises" in text and "1 not re-measured, counted" in text


def test_groups_of_too_few_are_named_and_those_without_data_too(published: Callable[..., Any]) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    at = open_page(PAGE, by="country")
    text = fine(at)
    assert "Without data here: Namibia." in text
    assert "Practices before and after: too few answers to tell" in cards(at)
    assert "(few)" in text, "where all are few they are drawn, faint"
    table = open_page(PAGE, by="module", see_practices="table").dataframe[0].value
    assert set(table["remark"]) == {
        "small n, no interval: fewer than five enterprises or cases",
        "no answers at both rounds",
    }


def test_silent_enterprises_are_told_where_nobody_answered(published: Callable[..., Any]) -> None:
    published(**DRAWN)
    at = open_page(PAGE)
    text = fine(at)
    assert "no enterprise has answers at both rounds" in cards(at)[0]
    assert "coverage: 0 of 3 enterprises whose endline is due; 3 silent" in text
    assert "nobody was asked again" in cards(at)[2]
    assert "not computable" in text


def test_with_a_country_the_answers_are_listed_in_words(published: Callable[..., Any]) -> None:
    published(**DRAWN, practice_checks=HEAD + CHECKS)
    assert "Choose a country to see the answers of its enterprises." in fine(open_page(PAGE))
    at = open_page(PAGE, country="KEN")
    fine(at)
    assert cards(at)[-1] == "The answers behind the shares"
    frame = at.dataframe[-1].value.set_index(["enterprise", "title"])
    assert frame.loc[("One", "A team meets"), ["before_said", "after_said", "outcome_said"]].tolist() == [
        "no",
        "yes",
        "Gained",
    ]
    assert frame.loc[("One", "Defects recorded"), "outcome_said"] == "no endline yet"
    assert frame.loc[("Two", "A board is shown"), "before_said"] == "not applicable"
    assert frame.loc[("Three", "A team meets"), "outcome_said"] == "never asked"


def test_without_areas_the_card_says_so(published: Callable[..., Any]) -> None:
    drawn = {name: text for name, text in DRAWN.items() if name != "practice_areas"}
    published(**drawn, practice_checks=HEAD + CHECKS, leave_out=("practice_areas",))
    at = open_page(PAGE)
    assert "The export has no table `practice_areas`." in fine(at)
    assert "Decent-work areas: too few answers to compare" in cards(at)


def test_a_click_sets_only_what_a_filter_knows(use: Use) -> None:
    use("demonstration")
    codes = specs(open_page(PAGE, by="module"))[0]["data"][0]["customdata"]
    assert None in codes and "unknown" not in codes and "workplace_cooperation" in codes


def test_an_empty_export_ends_the_page_with_a_reason(use: Use) -> None:
    use("empty")
    at = open_page(PAGE)
    assert "The export holds nothing that this question asks for." in fine(at)
    assert not at.subheader


def test_names_from_data_stay_names(published: Callable[..., Any]) -> None:
    hostile = "<img src=x onerror=alert(1)> **bold** $x$"
    drawn = {name: text.replace("A team meets", hostile).replace("Voice", hostile) for name, text in DRAWN.items()}
    published(**drawn, practice_checks=HEAD + CHECKS)
    for choices in ({"by": "practice"}, {"by": "area", "again_by": "practice"}):
        at = open_page(PAGE, **choices)
        fine(at)
        for node in nodes(at):
            if node.type == "plotly_chart":
                assert "<img" not in node.proto.spec
        assert all("**bold**" not in header.value and "<img" not in header.value for header in at.subheader)
