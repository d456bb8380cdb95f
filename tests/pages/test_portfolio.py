"""The portfolio on the page of peers, the answers of an enterprise, and the files that it offers."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from impact import figures, reply, state
from impact.ask import ask
from tests.pages.reading import link_of, open_page, page_of, said
from tests.pages.test_participation import cards, fine
from tests.pages.test_translation import check, marked  # noqa: F401 - the made-up language
from tests.queries.test_portfolio import RULE, others, rated

Use = Callable[[str], Path]
Published = Callable[..., Any]
PAGE = "enterprises/peer_benchmarks"


def test_without_an_enterprise_the_portfolio_says_whom_to_visit_and_why(published: Published) -> None:
    published(**RULE)
    at = open_page(PAGE, trainer="t1")
    text = fine(at)
    assert link_of(at) == {"trainer": "t1"}
    titles = cards(at)
    assert "5 of 8 enterprises need a visit" in titles
    assert "1 endline is overdue; 1 endline falls due within 90 days" in titles
    assert "2 of 3 KPIs with baseline and endline are better" in titles
    assert "No answers about the trainer's sessions" in titles
    assert "No list of participants of the trainer's sessions is in view." in text
    visits = at.dataframe[0].value
    assert list(visits["why"]) == [
        "1 endline overdue, for 13 days",
        "nobody there for 180 days",
        "1 baseline missing",
        "1 KPI worse",
        "1 endline due within 60 days",
    ]
    assert visits["seen"].iloc[0] == "visit 1 Aug 2024"
    assert "an endline that is overdue counts most" in text
    assert "Before and after is not impact" in text


def test_a_list_of_old_endlines_alone_is_not_called_overdue() -> None:
    frame = pd.DataFrame({"state": ["overdue", "overdue"], "old": [True, True], "found": [2, 2]})
    assert figures.due_finding(frame) == "2 endlines never reported, of workshops more than two years ago"


def test_with_no_trainer_chosen_all_in_view_are_shown(published: Published) -> None:
    published(**RULE)
    at = open_page(PAGE)
    assert "6 of 9 enterprises need a visit" in cards(at)
    assert "Choose a trainer to see the satisfaction" in said(at)
    narrowed = open_page(PAGE, country="NAM")
    assert "1 of 1 enterprises needs a visit" in cards(narrowed)


def test_a_trainer_who_is_not_there_is_ignored_with_a_notice(published: Published) -> None:
    published(**RULE)
    at = open_page(PAGE, trainer="'; drop table x")
    fine(at)
    assert link_of(at) == {}
    assert any("asked for trainer" in warning.value for warning in at.warning)


def test_a_search_that_finds_no_trainer_says_so(published: Published) -> None:
    published(**RULE)
    assert "No trainer with a workshop in view has this in the id." in said(open_page(PAGE, trainer_words="zzz"))


@pytest.mark.parametrize(("count", "words"), [(12, "Higher than"), (9, "Fewer than ten other trainers")])
def test_satisfaction_is_compared_with_ten_others_or_not_at_all(count: int, words: str, published: Published) -> None:
    drawn = rated({"me": [5] * 5 + [3] * 15, **others(count)})
    engaged = "engagement_id | enterprise_id | module | trainer_id | enrolled_on | classroom_on | status\n g | mee0 | wpc | me | 2023-01-01 | 2023-01-01 | trained"
    published(**drawn | {"engagements": engaged})
    at = open_page(PAGE, trainer="me")
    assert words in fine(at)
    (chart,) = [c for c in at.get("plotly_chart") if "own" not in c.proto.spec and "middle half" in c.proto.spec] or [
        None
    ]
    assert (chart is not None) is (count >= 10)
    assert any("25%" in title for title in cards(at))
    assert "n = 20 answers of 20 asked, 20 enterprises, 1 sessions, too few to rely on" in said(at)


def test_the_portfolio_of_the_demonstration_is_translated(use: Use, marked: None) -> None:  # noqa: F811
    place = use("demonstration")
    first = ask("enterprises/due").frame.iloc[0]
    check(place, PAGE, trainer=first["trainer_id"], country=first["iso3"])


def test_an_enterprise_offers_its_page_its_sheet_and_the_right_of_reply(published: Published) -> None:
    published(**RULE)
    reply.give("over", "**We** moved <b>in</b> May.", on=date(2024, 9, 3))
    at = open_page(PAGE, enterprise="over")
    text = fine(at)
    labels = [button.proto.label for button in at.get("download_button")]
    assert "The enterprise's own page (PDF)" in labels and "Blank data sheet (Excel)" in labels
    assert [t.value for t in at.text] == ["**We** moved <b>in</b> May."], "plain text, as it was said"
    assert "The enterprise's answer, 3 Sept 2024, written down by the dashboard's owner:" in text


def test_the_form_keeps_an_answer_and_the_page_shows_it(published: Published) -> None:
    published(**RULE)
    at = page_of(PAGE, enterprise="over").run()
    (area,) = [a for a in at.text_area if a.key == "reply_over__text"]
    area.set_value("It was the flood.")
    (send,) = [b for b in at.button if b.form_id == "reply_over_"]
    send.click().run()
    assert not at.exception
    assert [r.text for r in state.replies(["over"])] == ["It was the flood."]
    assert "It was the flood." in [t.value for t in at.text]
    assert state.replies(["over"])[0].by == "owner"


def test_an_empty_answer_is_not_kept(published: Published) -> None:
    published(**RULE)
    at = page_of(PAGE, enterprise="over").run()
    next(b for b in at.button if b.form_id == "reply_over_").click().run()
    assert any("The answer is empty" in error.value for error in at.error)
    assert state.replies(["over"]) == []


def test_too_few_answers_are_told_and_not_shown(published: Published) -> None:
    engaged = "engagement_id | enterprise_id | module | trainer_id | enrolled_on | classroom_on | status\n g | mee0 | wpc | me | 2023-01-01 | 2023-01-01 | trained"
    published(**rated({"me": [5] * 9, **others(12)}) | {"engagements": engaged})
    at = open_page(PAGE, trainer="me")
    text = fine(at)
    assert "Too few answers to show them" in cards(at)
    assert "Fewer than ten answers: they are shown to nobody" in text
    assert "100%" not in "\n".join(cards(at))


@pytest.mark.parametrize("page", [PAGE, "enterprises/kpi_trends"])
def test_an_answer_to_a_figure_stands_beside_that_figure(page: str, published: Published) -> None:
    published(**RULE)
    reply.give("fine", "A new machine.", kpi="defect_rate", on=date(2024, 9, 3))
    at = open_page(page, enterprise="fine", kpi="defect_rate")
    text = fine(at)
    assert [t.value for t in at.text] == ["A new machine."]
    assert "It answers to: baseline 0\\.2, endline 0\\.1, change \\-0\\.1." in text
    assert not open_page(page, enterprise="worse").text
