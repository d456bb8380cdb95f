"""The page of the audit: for administrators only, newest first, by kind and viewer, and as a file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import audit, state
from impact.ui import downloads, trail
from tests.pages.reading import link_of, open_page, said
from tests.pages.test_sharing import ROLES, become, kept  # noqa: F401 - a fixture

Use = Callable[[str], Path]
PAGE = "administration/audit"


def rows(at: AppTest) -> list[list[str]]:
    return at.dataframe[0].value.to_numpy().tolist()


@pytest.mark.parametrize("role", ROLES)
def test_it_is_there_for_administrators_and_for_nobody_else(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    audit.note("opened", "anna@example.org", "results/overview")
    become(monkeypatch, role)
    at = open_page(PAGE)
    assert not at.exception
    labels = [node.proto.label for node in at.get("page_link")]
    if role in ("owner", "administrator"):
        assert at.title[0].value == "Audit" and "Audit" in labels
        assert "anna@example.org" in [row[2] for row in rows(at)]
    else:
        assert at.title[0].value == "No such page" and "Audit" not in labels
        assert not at.dataframe and "anna@example.org" not in said(at)


def test_it_is_read_newest_first_by_kind_and_viewer() -> None:
    audit.note("opened", "anna@example.org", "results/overview", "s1")
    audit.note("exported", "=ben", "x.csv", "s1")
    at = open_page(PAGE, what="exported")
    assert [row[1:] for row in rows(at)] == [["Took a file along", "=ben", "x.csv", "s1"]]
    at = open_page(PAGE)
    assert [row[1] for row in rows(at)][-2:] == ["Took a file along", "Opened a page"]
    at.text_input(key="audit_who").set_value("anna@example.org").run()
    assert [row[2] for row in rows(at)] == ["anna@example.org"]
    assert not link_of(at), "a viewer's id is not in the address"
    at.text_input(key="audit_who").set_value("nobody").run()
    assert "Nothing of this kind was noted." in said(at)


def test_opening_a_page_again_within_a_minute_is_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page("results/overview")
    at.run()
    at.run()
    assert [e.about for e in audit.entries(what="opened")] == ["results/overview"]
    monkeypatch.setattr(trail, "MINUTE", 0.0)
    at.run()
    assert len(audit.entries(what="opened")) == 2
    entry = audit.entries()[0]
    assert entry.who == "owner" and len(entry.snapshot_id) == 16


def test_a_page_is_shown_though_the_audit_cannot_be_written() -> None:
    state.path().mkdir()
    at = open_page("results/overview")
    assert not at.exception and not at.error
    assert at.metric
    assert "audit" not in said(at).replace(PAGE, "").lower().replace("audit\n", "")


def downloaded(monkeypatch: pytest.MonkeyPatch) -> tuple[AppTest, bytes]:
    """What a click on the first download of the overview gives."""
    made = {}
    drawn = downloads.st.download_button
    monkeypatch.setattr(
        downloads.st,
        "download_button",
        lambda label, data, file, *a, **k: made.update({file: data}) or drawn(label, data, file, *a, **k),
    )
    at = open_page("results/overview", country="KEN")
    return at, next(iter(made.values()))()


def test_a_download_is_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    _, content = downloaded(monkeypatch)
    assert b"could not be noted" not in content
    (entry,) = audit.entries(what="exported")
    assert (entry.who, entry.about) == ("owner", "trained-2024-08-31.csv country=KEN")


def test_a_download_that_cannot_be_noted_says_so_itself_and_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    state.path().mkdir()
    at, content = downloaded(monkeypatch)
    assert b"This could not be noted in the audit." in content
    at.run()
    assert any("could not be noted" in warning.value for warning in at.warning)
    assert not [w for w in at.run().warning if "could not be noted" in w.value]
