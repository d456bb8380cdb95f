"""A number is quoted with all that it rests on, and its link says what has become of it."""

import re
from pathlib import Path

from impact import store
from tests.pages.reading import open_page


def test_a_tile_quotes_its_number_with_period_n_definition_snapshot_and_link(demo: Path) -> None:
    page = open_page("results/overview", period="2019")
    said = next(code.value for code in page.code if code.value.startswith("Enterprises trained: "))
    snapshot = store.current().id
    assert re.match(r"Enterprises trained: \d+, 2019\. n = \d+ enterprises; coverage ", said)
    assert "definition version 1: " in said and f"snapshot {snapshot}" in said
    assert f"quoted=enterprises_trained.{snapshot}" in said and "period=2019" in said


def test_the_link_of_a_quote_shows_the_number_then_and_now(demo: Path) -> None:
    page = open_page("results/overview", quoted=f"enterprises_trained.{store.current().id}")
    told = [info.value for info in page.info if "Enterprises trained was" in info.value]
    assert len(told) == 1 and "Enterprises trained is" in told[0]


def test_a_snapshot_that_is_not_kept_says_so_and_a_made_up_quote_is_ignored(demo: Path) -> None:
    page = open_page("results/overview", quoted="enterprises_trained." + "0" * 16)
    assert any("not kept any more" in info.value for info in page.info)
    page = open_page("results/overview", quoted="enterprises_trained=1000000")
    assert not any("quoted" in info.value for info in page.info)
    assert any("quoted" in warning.value for warning in page.warning)
