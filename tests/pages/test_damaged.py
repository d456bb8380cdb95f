"""A snapshot that was damaged on disk: a page that names the file and says what to do, never a wrong number."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import store
from tests.pages.exports import SMALL
from tests.pages.reading import PAGES, open_page

Published = Callable[..., store.Snapshot]
Restarted = Callable[[], None]


def changed_tables(place: Path) -> str:
    """One bit of the tables is turned; returns what the message must name."""
    file = place / "tables.duckdb"
    held = bytearray(file.read_bytes())
    held[len(held) // 2] ^= 1
    file.write_bytes(held)
    return "tables.duckdb"


def cut_tables(place: Path) -> str:
    """The tables end half-way."""
    file = place / "tables.duckdb"
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    return "tables.duckdb"


def missing_tables(place: Path) -> str:
    """The tables are gone."""
    (place / "tables.duckdb").unlink()
    return "tables.duckdb"


def broken_manifest(place: Path) -> str:
    """The manifest ends half-way."""
    file = place / "manifest.json"
    file.write_text(file.read_text(encoding="utf-8")[:100], encoding="utf-8")
    return "manifest.json"


def undecodable_manifest(place: Path) -> str:
    """The manifest is no text."""
    (place / "manifest.json").write_bytes(b"\xff\xfe\x00")
    return "manifest.json"


def missing_snapshot(place: Path) -> str:
    """The pointer names a snapshot that is not there."""
    (place.parent / "current").write_text("0123456789abcdef\n", encoding="ascii")
    return "0123456789abcdef"


def unreadable_pointer(place: Path) -> str:
    """The pointer is no snapshot's name."""
    (place.parent / "current").write_bytes(b"\xc3\x28\x00")
    return "current"


def empty_pointer(place: Path) -> str:
    """The pointer says nothing."""
    (place.parent / "current").write_text("", encoding="ascii")
    return "current"


DAMAGES = (
    changed_tables,
    cut_tables,
    missing_tables,
    broken_manifest,
    undecodable_manifest,
    missing_snapshot,
    unreadable_pointer,
    empty_pointer,
)


def is_clear(at: AppTest, named: str) -> None:
    assert not at.exception, at.exception[0].message
    assert not at.metric, "a number from a damaged snapshot"
    assert [title.value for title in at.title] == ["The dashboard cannot show this"]
    told = at.error[0].value.replace("\\", "")
    assert named in told
    assert "python -m impact publish EXPORT" in [code.value for code in at.code]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_snapshot_is_named_and_not_shown(
    damage: Callable[[Path], str], published: Published, empty_store: Path, restarted: Restarted
) -> None:
    named = damage(empty_store / published(**SMALL).id)
    restarted()
    is_clear(open_page("results/overview"), named)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_numbers_of_changed_tables(
    name: str, published: Published, empty_store: Path, restarted: Restarted
) -> None:
    named = changed_tables(empty_store / published(**SMALL).id)
    restarted()
    is_clear(open_page(name), named)


def test_after_the_damage_is_mended_the_page_is_back(
    published: Published, empty_store: Path, restarted: Restarted
) -> None:
    place = empty_store / published(**SMALL).id
    whole = (place / "tables.duckdb").read_bytes()
    changed_tables(place)
    restarted()
    at = open_page("results/overview")
    (place / "tables.duckdb").write_bytes(whole)
    assert len(at.run().metric) >= 5
