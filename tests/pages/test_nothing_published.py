"""Before the first export: what to do, and a button that shows the dashboard on invented data."""

import functools
from pathlib import Path

import pytest

import impact.demo
from impact import store
from impact.demo import DemoError
from impact.ui import problems
from tests.pages.reading import PAGES, open_page, said

SCALE = 0.002


@pytest.fixture
def small_demonstration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the demonstration be small, and be written beside the test's store."""
    monkeypatch.setattr(problems, "DEMO", tmp_path / "demo")
    monkeypatch.setattr(impact.demo, "build", functools.partial(impact.demo.build, scale=SCALE))
    return tmp_path / "demo"


@pytest.mark.parametrize("name", PAGES)
def test_every_address_says_that_nothing_is_published_and_what_to_do(name: str, empty_store: Path) -> None:
    at = open_page(name)
    assert not at.exception, at.exception[0].message
    assert [title.value for title in at.title] == ["Nothing is published yet"]
    assert [code.value for code in at.code] == ["python -m impact publish EXPORT"]
    assert str(empty_store) in said(at)
    assert [button.label for button in at.button] == ["Build the demonstration"]


def test_a_store_that_does_not_exist_yet_is_welcomed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "not" / "made"))
    at = open_page("results/overview")
    assert not at.exception
    assert [title.value for title in at.title] == ["Nothing is published yet"]


def test_the_button_builds_the_demonstration_and_the_overview_appears(
    empty_store: Path, small_demonstration: Path
) -> None:
    at = open_page("results/overview").button[0].click().run()
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert [title.value for title in at.title] == ["What SCORE has done"]
    assert len(at.metric) >= 5
    assert at.warning[0].proto.title == "Demonstration data"
    assert store.current().synthetic
    assert (small_demonstration / "export" / "manifest.json").is_file()


def test_the_button_makes_the_folder_of_a_store_that_does_not_exist_yet(
    tmp_path: Path, small_demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMPACT_STORE", str(tmp_path / "not" / "made"))
    at = open_page("results/overview").button[0].click().run()
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert len(at.metric) >= 5


def test_a_demonstration_that_cannot_be_built_is_told_and_can_be_tried_again(
    empty_store: Path, small_demonstration: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise DemoError("the disk of <b>this</b> machine is full")

    monkeypatch.setattr(impact.demo, "build", refuse)
    at = open_page("results/overview").button[0].click().run()
    assert not at.exception
    assert "is full" in at.error[0].value
    assert "<b>" not in at.error[0].value
    assert at.button[0].label == "Build the demonstration"
