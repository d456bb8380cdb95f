"""Texts for translators: all of them collected, and shown in the reader's language once they are translated."""

import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from impact import text
from impact.settings import LOCALES, ROOT


def collected(path: Path) -> set[object]:
    with path.open("rb") as file:
        return {message.id for message in read_po(file) if message.id}


def test_the_texts_for_translators_are_up_to_date(tmp_path: Path) -> None:
    words = [
        "-q",
        "extract",
        "-F",
        "locales/babel.cfg",
        "-k",
        "t",
        "-k",
        "tn:1,2",
        "-o",
        str(tmp_path / "new.pot"),
        ".",
    ]
    subprocess.run([sys.executable, "-m", "babel.messages.frontend", *words], cwd=ROOT, check=True)
    assert collected(LOCALES / "messages.pot") == collected(tmp_path / "new.pot"), "run `make messages`"


def test_a_language_needs_no_more_than_its_catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=n>1;\\n"\n\n'
    one = 'msgid "Overview"\nmsgstr "Vue d’ensemble"\n\n'
    two = 'msgid "{count} enterprise"\nmsgid_plural "{count} enterprises"\nmsgstr[0] "{count} entreprise"\nmsgstr[1] "{count} entreprises"\n'
    (folder / "messages.po").write_text(head + one + two, encoding="utf-8")
    monkeypatch.setattr(text, "LOCALES", tmp_path)
    text.languages.cache_clear()
    text._translations.cache_clear()
    try:
        assert text.use("fr-CA") == "fr"
        assert text.t("Overview") == "Vue d’ensemble"
        assert text.tn("{count} enterprise", "{count} enterprises", 0) == "0 entreprise"
        assert text.tn("{count} enterprise", "{count} enterprises", 5600) == "5\u202f600 entreprises"
        assert text.number(61.25, "percent") == "61,2\u00a0%"
        assert text.t("Not translated yet") == "Not translated yet"
        assert text.use("xx", None, "fr") == "fr"
        assert text.language_name("fr") == "Français"
    finally:
        monkeypatch.undo()
        text.languages.cache_clear()
        text._translations.cache_clear()
        assert text.use("en") == "en"


@pytest.mark.parametrize(
    ("value", "unit", "said"),
    [
        (None, None, "–"),
        (float("nan"), "percent", "–"),
        (0, None, "0"),
        (0, "percent", "0%"),
        (5600, "enterprises", "5,600"),
        (0.035, None, "0.04"),
        (12.34, None, "12.3"),
        (86.94, "percent", "86.9%"),
        (100, "percent", "100%"),
        (99.96, "percent", "99.9%"),
        (0.01, "percent", "0.1%"),
        (1_234_567, None, "1,234,567"),
    ],
)
def test_a_number_is_written_with_no_more_digits_than_it_bears(
    value: float | None, unit: str | None, said: str
) -> None:
    assert text.number(value, unit) == said


def test_a_signed_number_shows_its_sign() -> None:
    assert text.number(3, signed=True) == "+3"
    assert text.number(-3, signed=True) == "-3"
    assert text.number(0, signed=True) == "0"


def test_a_tile_writes_large_numbers_short() -> None:
    assert text.compact(1_015_000) == "1.02M"
    assert text.compact(99_999) == "99,999"
    assert text.compact(95.0, "percent") == "95%"
