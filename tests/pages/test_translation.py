"""Every word that readers see goes through gettext: a made-up language shows which ones do not."""

import base64
import html
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import duckdb
import pytest
from babel import Locale

from impact import store, text, warehouse
from tests import marks
from tests.pages.reading import PAGES, Text, open_page, texts

Use = Callable[[str], Path]
OPEN, CLOSE = "⟦", "⟧"
# Fields that no reader sees, and code.
UNSEEN = {
    *("id", "icon", "tag", "type", "format", "language", "code_text", "deferred_file_id", "column_order", "url"),
    *("page_script_hash", "page", "query_string", "raw_value", "raw_values", "config", "default", "value", "key"),
}
# Texts of figures, tables and maps that readers see, by their keys.
SEEN_IN_JSON = {"text", "hovertext", "ticktext", "name", "label", "n", "title", "help", "ticksuffix"}
# What went wrong with the store is told as the command line tells it, to the person who runs the dashboard; and the
# audit's page shows administrators ids, names of pages and files, and moments, as the command line does.
OPERATORS = {"error.body", "cell.who", "cell.about", "cell.at"}
# CLDR writes days, lists and short numbers; "n" is a symbol that all languages of the programme share.
MONTHS = "|".join(
    name for width in ("wide", "abbreviated") for name in Locale("en", "GB").months["format"][width].values()
)
BY_CLDR = rf"\b(?:{MONTHS})\b|\band\b|\d(?:K|M|B|m|bn|k)\b"
# A language is named in itself.
LANGUAGES = r"\b(?:English|Français|Español)\b"
SYMBOLS = r"\bn\b|<br>|</?b>|\bSDG\b|\bISBN\b|&nbsp;"


class Marked:
    """A language in which the written parts of every message stand in brackets, and its `{names}` outside."""

    def gettext(self, message: str) -> str:
        parts = []
        for written, name, form, _ in Formatter().parse(message):
            parts.append(f"{OPEN}{written}{CLOSE}".replace("{", "{{").replace("}", "}}") if written else "")
            parts.append("" if name is None else f"{{{name}{':' + form if form else ''}}}")
        return "".join(parts) if "{" in message else f"{OPEN}{message}{CLOSE}"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@pytest.fixture
def marked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Speak the made-up language."""
    monkeypatch.setattr(text, "_translations", lambda _: Marked())


@cache
def data_words(place: Path) -> tuple[set[str], re.Pattern[str]]:
    """Every text that stands in the snapshot (names, titles, codes: none is ours to translate), and the long ones."""
    snapshot = store.current()
    warehouse.close()
    found = {snapshot.id, snapshot.export_id, snapshot.source, snapshot.duckdb, *snapshot.absent}
    with duckdb.connect(str(place / snapshot.id / store.TABLES), read_only=True) as con:
        columns = con.execute(
            "select table_schema, table_name, column_name from information_schema.columns where data_type = 'VARCHAR'"
        ).fetchall()
        for schema, table, column in columns:
            rows = con.execute(f'select distinct "{column}" from "{schema}"."{table}" limit 20000').fetchall()
            found |= {value for (value,) in rows if value}
        found |= {table for _, table, _ in columns}
    # An indicator that only the export knows is called by its code.
    found |= {word.replace("_", " ").capitalize() for word in found if "_" in word}
    found |= {word.replace("\\", "") for word in found}
    words = {part for word in found for part in (word, *re.split(r"[;|]\s*", word)) if part}
    return words, one_of(words)


def one_of(words: set[str]) -> re.Pattern[str]:
    """A pattern of the words of more than a few letters, the longest first."""
    long = sorted(
        (re.escape(" ".join(w.split())) for w in words if len(w) > 3 and not w.isalpha()), key=len, reverse=True
    )
    return re.compile("|".join(long) or "(?!)")


def seen(given: list[Text]) -> Iterator[Text]:
    """The texts that readers see, those inside figures, tables and maps too."""
    for one in given:
        field = one.field.rpartition(".")[2]
        if field in ("spec", "json", "tooltip", "columns"):
            read = json.loads(one.text)
            hidden = {"name"} if field == "spec" and read["layout"].get("showlegend") is False else set()
            yield from (Text(one.kind, field, said) for said in _in_json(read, "", SEEN_IN_JSON - hidden))
        elif field not in UNSEEN:
            yield one


def _in_json(node: Any, key: str, keys: set[str]) -> Iterator[str]:
    if isinstance(node, dict):
        for name, value in node.items():
            yield from _in_json(value, name, keys)
    elif isinstance(node, list):
        for value in node:
            yield from _in_json(value, key, keys)
    elif isinstance(node, str) and key in keys:
        yield node


def leaks(said: str, data: set[str], long_data: re.Pattern[str]) -> str:
    """What is left of a text after the translated parts, the data and all that is no word."""
    if said.strip() in data:
        return ""
    left = " ".join(html.unescape(said).replace("\\", "").split())
    left = re.sub(f"{OPEN}[^{CLOSE}]*…", " ", left)  # cut short where there is no room
    while (shorter := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", left)) != left:
        left = shorter
    left = re.sub(r":(?:blue|gray-badge)\[(?::material/\w+: )?(.*?)\]", r"\1", left)
    left = re.sub(r"`[^`]*`|\{(?:name|label|n)\}", " ", left)
    if left.strip() in data:
        return ""
    left = re.sub(BY_CLDR, " ", re.sub(f"{SYMBOLS}|{LANGUAGES}", " ", long_data.sub(" ", left)))
    left = " ".join(word for word in left.split() if not (word in data and re.search(r"\d", word)))
    words = [w for w in re.findall(r"[^\W\d_]+(?:[_'’-][^\W\d_]+)*", left) if w not in data and w.lower() not in data]
    return " ".join(words)


@pytest.mark.parametrize("export", marks.first(2, ["demonstration", "empty", "without optional tables"]))
@pytest.mark.parametrize("name", PAGES)
def test_every_word_is_translated_or_data(name: str, export: str, use: Use, marked: None) -> None:
    check(use(export), name)


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("results/overview", {"country": "KEN,africa", "period": "2018-2019", "women_led": "yes", "size": "small"}),
        ("results/overview", {"country": "XX"}),
        ("results/overview", {"country": "KEN", "period": "2009", "women_led": "yes"}),
        ("results/country_map", {"indicator": "women_share", "period": "2019"}),
        ("results/country_map", {"indicator": "cost_recovery", "country": "arab-states"}),
        ("results/country_map", {"view": "enterprises"}),
        ("results/country", {"place": "KEN", "period": "2010"}),
        ("results/published_figures", {"country": "KEN", "period": "2005"}),
        ("results/published_figures", {"kind": "", "donor_named": "NORAD"}),
        ("about/indicators", {"search": "nothing has this word"}),
    ],
)
def test_every_word_is_translated_with_choices_made(name: str, link: dict[str, str], use: Use, marked: None) -> None:
    check(use("demonstration"), name, **link)


def test_the_welcome_and_a_clear_failure_are_translated(empty_store: Path, marked: None) -> None:
    check(empty_store, "results/overview")
    (empty_store / "current").write_text("0123456789abcdef\n", encoding="ascii")
    check(empty_store, "results/overview")


def check(folder: Path, page: str, **link: str) -> None:
    at = open_page(page, **link)
    assert not at.exception, at.exception[0].message
    try:
        data, pattern = data_words(folder)
    except store.StoreError:
        data, pattern = set(), one_of({str(folder), "0123456789abcdef"})
    asked = {*link, *link.values()}
    found = {
        f"{t.kind}.{t.field}: {t.text[:200]!r} leaves {left!r}"
        for t in seen(texts(at))
        if f"{t.kind}.{t.field}" not in OPERATORS and (left := leaks(t.text, data | asked, pattern))
    }
    assert not found, "\n".join(sorted(found))


def test_the_check_itself_sees_what_is_not_translated() -> None:
    data, pattern = {"Kenya"}, re.compile("(?!)")
    assert leaks("⟦Trained in ⟧Kenya", data, pattern) == ""
    assert leaks("⟦Trained in ⟧Kenya, mostly", data, pattern) == "mostly"
    assert Marked().gettext("{n} of {m:.1f} trained").format(n=1, m=2) == "1⟦ of ⟧2.0⟦ trained⟧"


def test_the_legend_s_colours_are_pictures_without_words(use: Use, marked: None) -> None:
    use("demonstration")
    urls = [t.text for t in texts(open_page("results/country_map")) if t.field == "imgs.url"]
    assert len(urls) > 3
    for url in urls:
        assert b"<text" not in base64.b64decode(url.partition("base64,")[2])
