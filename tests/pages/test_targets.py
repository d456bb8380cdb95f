"""The pages of targets and of one project, as each role sees them."""

from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.pages.reading import open_page, said

Use = Callable[[str], Path]


def titles(at: AppTest) -> list[str]:
    return [head.value for head in at.subheader]


def test_the_framework_is_there_with_history_money_and_the_published_logframe(demo: Path) -> None:
    at = open_page("results/targets", line="GLO-3|enterprises_trained")
    assert not at.exception, at.exception[0].message
    told = said(at)
    assert any("on track or ahead" in title for title in titles(at))
    assert any(title.startswith("Enterprises trained") for title in titles(at))
    assert "Contribution by share of the funding, not attribution" in told
    assert "management of the programme is not in it" in told
    assert "50% for M1; 60% for M2-5" in told
    assert "left blank: not reported, which is not 0" in told


def test_a_wider_margin_leaves_less_behind(demo: Path) -> None:
    def behind(margin: str) -> int:
        at = open_page("results/targets", margin=margin, see_matrix="table")
        return said(at).splitlines().count("Behind")

    assert behind("25") < behind("5")


def test_one_project_shows_its_money_reach_and_targets_and_offers_them_for_iati(demo: Path) -> None:
    at = open_page("results/project", one="GLO-2")
    assert not at.exception, at.exception[0].message
    names = [metric.label for metric in at.metric]
    assert names[:3] == ["Budget, USD", "Spent so far, USD", "Enterprises trained"]
    assert at.metric[0].value == "20.00M" or "20" in at.metric[0].value
    assert "Results for IATI (XML)" in said(at)


def test_a_project_that_is_not_there_falls_back_to_one_that_is(demo: Path) -> None:
    at = open_page("results/project", one="NONE")
    assert not at.exception
    assert len(at.metric) == 6


def test_without_targets_the_pages_say_so_and_the_logframe_stays(use: Use) -> None:
    use("without optional tables")
    at = open_page("results/targets")
    assert not at.exception, at.exception[0].message
    assert any("`targets`" in note.value for note in at.info)
    assert "phase II in June 2015" in said(at)
