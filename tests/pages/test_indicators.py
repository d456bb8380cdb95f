"""The catalogue page: every indicator with definition and SQL, found by word, level or link."""

from collections.abc import Callable
from pathlib import Path

import pytest

from impact.ask import ask
from impact.catalogue import indicators
from impact.questions import read
from tests.pages.reading import link_of, open_page, said

Use = Callable[[str], Path]


def test_every_indicator_is_listed_once_in_order_with_its_own_sql(use: Use) -> None:
    use("small")
    at = open_page("about/indicators")
    assert [e.label.split("**")[1].replace("\\", "") for e in at.main.expander] == [
        i.label for i in indicators().values()
    ]
    assert [e.code[0].value for e in at.main.expander] == [read(i.query).strip() for i in indicators().values()]
    assert not any(e.proto.expanded for e in at.main.expander)


def test_a_deep_link_opens_exactly_that_indicator_with_definition_and_sql(use: Use) -> None:
    use("small")
    at = open_page("about/indicators", indicator="women_share")
    assert len(at.main.expander) == 1
    assert at.main.expander[0].proto.expanded
    measure = indicators()["women_share"]
    assert measure.definition.strip() in said(at)
    assert "distinct_ratio" not in said(at)
    assert at.code[0].value == read("indicators/women_share").strip()
    assert link_of(at) == {"indicator": "women_share"}


@pytest.mark.parametrize("code", list(indicators()))
def test_the_line_of_an_indicator_has_the_value_of_the_gate(code: str, use: Use) -> None:
    use("demonstration")
    label = open_page("about/indicators", indicator=code).main.expander[0].label.replace("\\", "")
    frame = ask("results/overview").frame.set_index("indicator")
    row = frame.loc[code]
    if row["status"] != "shown":
        assert label.endswith("· –")
    elif indicators()[code].is_share:
        assert float(label.rpartition(" ")[2].rstrip("%")) == pytest.approx(row["value"], abs=0.051)


def test_a_search_finds_by_any_word_and_without_regard_to_capitals(use: Use) -> None:
    use("small")
    codes = {i.code: i for i in indicators().values()}
    found = [e.label for e in open_page("about/indicators", search="WOMEN share").main.expander]
    assert any(codes["women_share"].label in label for label in found)
    assert 0 < len(found) < len(codes)


def test_a_level_shows_only_its_indicators(use: Use) -> None:
    use("small")
    for level in ("output", "outcome", "system", "quality"):
        expected = [i.label for i in indicators().values() if i.level == level]
        at = open_page("about/indicators", level=level)
        assert [e.label.split("**")[1].replace("\\", "") for e in at.main.expander] == expected, level


def test_search_and_level_together_can_leave_nothing_and_say_so(use: Use) -> None:
    use("small")
    at = open_page("about/indicators", search="women", level="system", indicator="sessions")
    assert not at.main.expander
    assert "No indicator fits" in at.info[0].value
