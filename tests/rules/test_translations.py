"""Translations keep the names in braces, and say all that files which people send on say."""

import ast
import csv
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po

from impact import text
from impact.catalogue import indicator
from impact.demo import calibration
from impact.reports import story
from impact.settings import LOCALES, REFERENCE, ROOT

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
    "factsheet",
    "factsheet_parts",
    "factsheet_trends",
    "subject",
    "trend",
    "forms",
    "datasheet",
]
# What files say with words of others: figures, replies, notices, regions.
WORDS = ["notice", "reply", "text", "figures/kpi"]
Said = str | tuple[str, ...]


def catalogue(language: str) -> dict[Said, Said]:
    """What is translated whole: texts, and pairs of one and many with all their forms."""
    with (LOCALES / language / "LC_MESSAGES" / "files.po").open("rb") as file:
        read = read_po(file, locale=language)
    return {m.id: m.string for m in read if m.id and not m.fuzzy and all(forms(m.string))}


def forms(said: Said) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def texts(path: Path) -> set[Said]:
    found: set[Said] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        given = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
        if getattr(node.func, "id", "") == "t" and isinstance(node.args[0], ast.Constant):
            found.add(given[0])
        if getattr(node.func, "id", "") == "tn":
            found.add((given[0], given[1]))
    return found


def names(said: Said) -> set[str]:
    return {name for form in forms(said) for _, name, _, _ in Formatter().parse(form) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_the_names_in_braces(language: str) -> None:
    wrong = {said for said, other in catalogue(language).items() for form in forms(other) if names(said) != names(form)}
    assert not wrong


@pytest.mark.parametrize("language", ["es", "fr"])
def test_every_text_of_the_files_to_send_on_is_translated(language: str) -> None:
    paths = [ROOT / "impact" / "reports" / f"{name}.py" for name in FILES]
    paths += [ROOT / "impact" / f"{name}.py" for name in WORDS]
    found = set().union(*map(texts, paths))
    assert any(isinstance(said, tuple) for said in found), "forms of one and many are looked at, too"
    assert not found - set(catalogue(language))


@pytest.mark.parametrize("language", ["es", "fr"])
def test_what_the_demonstration_calls_things_is_translated(language: str) -> None:
    kpis = calibration.kpis().values()
    said = {one.title for known in (calibration.modules(), calibration.practices()) for one in known.values()}
    said |= {text for kpi in kpis for text in (kpi.title, kpi.unit)}
    said |= {unit for k in kpis for units in (k.units, k.numerator_units, k.denominator_units) for unit in units or ()}
    with (REFERENCE / "sectors.csv").open(encoding="utf-8") as file:
        said |= {row["title"] for row in csv.DictReader(file)}
    with (REFERENCE / "published_figures.csv").open(encoding="utf-8") as file:
        said |= {row["label"] for row in csv.DictReader(file) if row["source"] == "annual_update_2024"}
    assert len(said) > 13 + 43 + 14 + 18
    assert not said - set(catalogue(language))


@pytest.mark.parametrize(
    ("language", "morocco", "kyrgyzstan", "unknown"),
    [
        ("en", "Morocco", "Kyrgyzstan", "Nowhere"),
        ("fr", "Maroc", "Kirghizistan", "Nowhere"),
        ("es", "Marruecos", "Kirguistán", "Nowhere"),
    ],
)
def test_a_country_is_called_as_the_reader_calls_it(language: str, morocco: str, kyrgyzstan: str, unknown: str) -> None:
    with text.speaking(language, domain=text.FILES):
        assert text.country("MAR", "Morocco") == morocco
        assert text.country("KGZ", "Kyrgyzstan") == kyrgyzstan
        assert text.country("XXQ", "Nowhere") == unknown


def test_a_language_without_short_names_has_those_of_cldr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "languages", lambda *_: ["en", "pt"])
    with text.speaking("pt"):
        assert text.country("MAR", "Morocco") == "Marrocos"


def test_names_are_sorted_as_one_reads_them() -> None:
    assert sorted(["Tunisie", "Égypte", "Ghana", "Éthiopie"], key=text.alphabetical)[:2] == ["Égypte", "Éthiopie"]


@pytest.mark.parametrize("language", ["es", "fr"])
def test_the_indicators_of_briefs_slides_and_updates_are_translated_with_their_definitions(language: str) -> None:
    codes = {*import_module("impact.reports.annual_update").CODES, *story.TILES}
    said = {text for code in codes for text in (indicator(code).label, indicator(code).definition)}
    assert not said - set(catalogue(language))
