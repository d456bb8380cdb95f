"""Translations keep the names in braces, and say all that files which people send on say."""

import ast
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from impact.catalogue import indicator
from impact.reports import story
from impact.settings import LOCALES, ROOT

LANGUAGES = sorted(p.parent.parent.name for p in LOCALES.glob("*/LC_MESSAGES/files.po"))
FILES = [
    "ledger",
    "story",
    "brief",
    "slides",
    "deck",
    "workbook",
    "workbook_charts",
    "annual_update",
    "claims",
    "claims_table",
    "document",
    "words",
    "figures_said",
    "redraft",
]


def catalogue(language: str) -> dict[str, str]:
    with (LOCALES / language / "LC_MESSAGES" / "files.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {str(m.id): str(m.string) for m in read if m.id and isinstance(m.id, str) and m.string and not m.fuzzy}


def texts(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "t"
            and isinstance(node.args[0], ast.Constant)
        ):
            found.add(str(node.args[0].value))
    return found


def names(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_names_in_braces(language: str) -> None:
    assert not {said for said, other in catalogue(language).items() if names(said) != names(other)}


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_text_of_the_files_to_send_on_is_translated(language: str) -> None:
    paths = [ROOT / "impact" / "reports" / f"{name}.py" for name in FILES] + [ROOT / "impact" / "notice.py"]
    assert not set().union(*map(texts, paths)) - set(catalogue(language))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_indicators_of_briefs_slides_and_updates_are_translated_with_their_definitions(language: str) -> None:
    codes = {*import_module("impact.reports.annual_update").CODES, *story.TILES}
    said = {text for code in codes for text in (indicator(code).label, indicator(code).definition)}
    assert not said - set(catalogue(language))
