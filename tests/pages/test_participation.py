"""The page of participation: what it says on full exports, and on those without lists, answers, teams or workforce."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.marks import first
from tests.pages.reading import link_of, nodes, open_page, said
from tests.pages.test_translation import check, marked  # noqa: F401 - the made-up language
from tests.queries.participation_drawn import DRAWN

Use = Callable[[str], Path]
PAGE = "training/participation"
# What a network of volunteers publishes: sessions with head counts, trainers of no known sex, nobody's name.
NETWORK = {
    "modules": "module | title\n swc | Software Carpentry",
    "trainers": "trainer_id | iso3 | sex\n n1 | KEN | unknown\n n2 | NAM | unknown",
    "trainer_modules": """
        trainer_id | module | stage     | reached_on
        n1         | -      | certified | 2014-05-01
        n2         | -      | certified | 2016-05-01
        """,
    "sessions": """
        session_id | kind      | module | iso3 | starts_on  | planned | participants
        s1         | classroom | swc    | KEN  | 2018-02-01 | no      | 24
        s2         | classroom | swc    | NAM  | 2018-03-01 | no      | -
        s3         | classroom | swc    | KEN  | 2018-04-01 | no      | 0
        s4         | online    | swc    | KEN  | 2024-10-01 | yes     | -
        """,
}


def fine(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return said(at)


def cards(at: AppTest) -> list[str]:
    return [header.value.replace("\\", "") for header in at.subheader]


def specs(at: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in at.get("plotly_chart")]


def test_the_titles_say_the_findings(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    fine(at)
    titles = "\n".join(cards(at))
    for finding in (
        "people took",
        "Women's share",
        "of the answers are 4 or 5 of 5",
        "sent two managers and two workers",
        "do not record who a person is",
        "workforce",
    ):
        assert finding in titles


def test_three_counts_stand_apart_and_are_never_one_figure(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    text = fine(at)
    labels = [metric.label for metric in at.metric]
    assert labels[-3:] == ["Attendances", "Unique people", "Workforce represented"]
    assert "never added up" in text and "heads, whose sex was not collected" in text
    lengths = {tuple(s["layout"]["xaxis"]["range"]) for s in specs(at)[:3]}
    assert len(lengths) == 3, "each bar has its own scale"


def test_every_card_says_its_n_and_its_day(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    facts = [c.value for c in at.main.caption if c.value.endswith("as of 31 Aug 2024")]
    assert len(facts) == len(at.subheader) + 3, "eight cards, and three tiles"
    assert sum("n = " in fact or "n stands" in fact for fact in facts) >= 10


@pytest.mark.parametrize("by", first(2, ["country", "role", "year", "module", "sector"]))
@pytest.mark.parametrize("count", ["share", "people", "attendances"])
def test_every_breakdown_has_a_chart_and_a_table(by: str, count: str, use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, by=by, count=count)
    fine(at)
    assert not any(s["layout"]["meta"]["empty"] for s in specs(at))
    table = open_page(PAGE, by=by, count=count, see_shares="table")
    fine(table)
    frame = table.dataframe[0].value
    assert {"value", "low", "high", "n", "reported", "expected"} <= set(frame.columns)


@pytest.mark.parametrize(
    "choices",
    first(
        3,
        [
            {"cross": "country-module", "reached_by": "sector", "rated_by": "sex", "ruled_by": "module"},
            {"cross": "module-year", "reached_by": "module", "rated_by": "trainer_level", "ruled_by": "country"},
            {"cross": "sector-role", "rated_by": "country"},
            {"cross": "year-role", "rated_by": "total"},
            {"see_cross": "table", "see_reach": "table", "see_roles": "table", "see_satisfaction": "table"},
            {"see_rule": "table", "see_status": "table", "by": "country", "see_shares": "map"},
            {"country": "KEN"},
            {"country": "UGA", "period": "2023-2024", "women_led": "yes"},
            {"sector": "garment_textile", "size": "small"},
        ],
    ),
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


def test_two_breakdowns_that_are_not_offered_are_told_and_ignored(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, cross="role-role")
    assert "which is not known here" in fine(at)
    assert "cross" not in link_of(at)


def test_with_a_country_the_sessions_are_listed_and_no_person_is(use: Use) -> None:
    use("demonstration")
    assert "Choose a country to see the sessions behind the counts." in fine(open_page(PAGE))
    at = open_page(PAGE, country="GHA")
    assert "The sessions behind the counts" in cards(at)
    frame = at.dataframe[-1].value
    assert list(frame.columns)[:3] == ["starts_on", "kind", "module"]
    assert not any("person" in column for column in frame.columns)
    assert list(frame["starts_on"]) == sorted(frame["starts_on"], reverse=True)


def test_a_country_without_person_ids_has_seats_and_no_share(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, country="KEN")
    text = fine(at)
    values = {metric.label: metric.value for metric in at.metric}
    assert values["Unique people"] == "–" and values["Attendances"] != "–"
    assert "Not computable: what it is measured against was not recorded." in text
    assert "Whether women are reached in proportion cannot be told here" in cards(at)
    assert "1 country does not record who a person is" in cards(at)


def test_small_numbers_are_said_aloud(use: Use) -> None:
    use("small")
    text = fine(open_page(PAGE, by="role", see_shares="table"))
    assert "small n, no interval: fewer than five enterprises or cases" in text
    assert "too few to rely on" in text


def test_with_head_counts_only_it_says_what_was_not_collected(published: Callable[..., Any]) -> None:
    published(**NETWORK)
    at = open_page(PAGE)
    text = fine(at)
    assert "24 heads were counted at 1 sessions; their sex, role and satisfaction were not collected" in text
    assert "24 heads were counted, and no list says who they were" in cards(at)
    assert "not collected" in text and "Women's share by group: no values." not in text
    roles = next(s for s in specs(at) if "not collected" in json.dumps(s))
    words = [a["text"] for a in roles["layout"]["annotations"]]
    assert "not collected" in words and not any("0%" in word for word in words)
    assert "No country has a list of the persons trained" in cards(at)
    assert "The sex of those in the programme's roles was not collected" in cards(at)


def test_tables_that_are_absent_are_named_and_the_rest_is_shown(use: Use) -> None:
    use("without optional tables")
    at = open_page(PAGE)
    text = fine(at)
    assert "The export has no table `workforce`." in text
    assert "The export has no table `improvement_teams` and `trainers`." in text
    assert "Attendances" in [metric.label for metric in at.metric]


def test_without_answers_satisfaction_was_not_collected(published: Callable[..., Any]) -> None:
    head, *lines = [line.split("|") for line in DRAWN["attendances"].strip().splitlines()]
    unanswered = ["|".join([*line[:-1], " -"]) for line in lines]
    published(**{**DRAWN, "attendances": "\n".join(["|".join(head), *unanswered])})
    at = open_page(PAGE, rated_by="role")
    fine(at)
    assert "Satisfaction with training: no answers" in cards(at)


def test_an_empty_export_ends_the_page_with_a_reason(use: Use) -> None:
    use("empty")
    at = open_page(PAGE)
    assert "The export holds nothing that this question asks for." in fine(at)
    assert not at.subheader


def test_filters_that_leave_nothing_leave_no_empty_figure(use: Use) -> None:
    use("small")
    at = open_page(PAGE, country="NAM", period="2012")
    fine(at)
    assert not any(s["layout"]["meta"]["empty"] for s in specs(at))


def test_names_from_data_stay_names(use: Use) -> None:
    use("hostile")
    for choices in ({"by": "module"}, {"cross": "module-role"}, {"rated_by": "module", "country": "KEN"}):
        at = open_page(PAGE, **choices)
        fine(at)
        for node in nodes(at):
            if node.type == "plotly_chart":
                assert "<img" not in node.proto.spec and "<script" not in node.proto.spec
