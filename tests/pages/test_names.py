"""Names from data are shown as they are: nothing in them is Markdown, HTML, a formula or a link."""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from impact.ask import ask
from impact.ui.cards import csv as to_csv
from impact.ui.safe import file_name, plain
from tests.pages.exports import HOSTILE
from tests.pages.reading import PAGES, open_page, said, texts

Use = Callable[[str], Path]
# What Streamlit reads as Markdown: element kinds and fields.
MARKDOWN = {
    *("markdown.body", "caption.body", "caption.help", "title.body", "header.body", "subheader.body", "info.body"),
    *("warning.body", "error.body", "success.body", "expander.label", "button.label", "metric.label", "metric.help"),
    *("metric.delta_description", "page_link.label", "selectbox.label", "selectbox.help", "popover.popover.label"),
    *("download_button.label", "button_group.options.content", "multiselect.label", "info.title", "warning.title"),
}
MARKS = [
    *(
        "**bold**",
        ":red[x]",
        "$x^2$",
        "<img",
        "[a](http",
        "<b>",
        "~~gone~~",
        "<script>",
        ":material/bug",
        "![p](",
        ":smile:",
    ),
    *("`e`", "_source_", "<i>", "$z$", "$y$", "\n- list", "\n> quote", "\n# Big", "`code`"),
]


def unescaped(text: str) -> str:
    """The text with every escaped sign left out: what is left is what Markdown would act on."""
    return re.sub(r"\\[^a-zA-Z\d\s]", "", text)


@pytest.mark.parametrize("name", PAGES)
def test_no_name_is_read_as_markdown(name: str, use: Use) -> None:
    use("hostile")
    at = open_page(name, **({"place": "KEN"} if name == "results/country" else {}))
    assert not at.exception, at.exception[0].message
    found = [
        f"{t.kind}.{t.field}: {t.text[:160]!r}"
        for t in texts(at)
        if f"{t.kind}.{t.field}" in MARKDOWN and any(mark in unescaped(t.text) for mark in MARKS)
    ]
    assert not found, "\n".join(found)


def test_badges_of_filters_show_names_as_they_are(use: Use) -> None:
    use("hostile")
    at = open_page("results/overview", donor="d1", project="p1", module="wpc")
    labels = " ".join(b.label for b in at.button)
    assert not any(mark in unescaped(labels) for mark in MARKS), labels
    for name in ("DONOR", "PROJECT", "MODULE"):
        assert HOSTILE[name] in labels.replace("\\", "")


def test_tables_options_and_map_hold_names_letter_by_letter(use: Use) -> None:
    use("hostile")
    at = open_page("results/country", place="KEN")
    cells = {t.text for t in texts(at) if t.kind == "cell"}
    assert {HOSTILE["PROJECT"], HOSTILE["PARTNER"]} <= cells
    options = {t.text for t in texts(at) if t.field == "options"}
    assert {HOSTILE["DONOR"], HOSTILE["PROJECT"], HOSTILE["MODULE"]} <= options
    assert plain(HOSTILE["STORY"]) in said(at)


def test_figures_escape_the_tags_in_names(use: Use) -> None:
    use("hostile")
    for chart in open_page("results/country", place="KEN").get("plotly_chart"):
        shown = " ".join(found for found in _texts(json.loads(chart.proto.spec)))
        assert not re.search(r"<(?!/?b>|br>)", html.unescape(shown).replace(HOSTILE["MODULE"], "")), shown


def _texts(node: object) -> list[str]:
    if isinstance(node, dict):
        return [t for value in node.values() for t in _texts(value)]
    if isinstance(node, list):
        return [t for value in node for t in _texts(value)]
    return [node] if isinstance(node, str) else []


def test_a_csv_defuses_formulas_and_keeps_every_other_letter(use: Use) -> None:
    use("hostile")
    answer = ask("filters/options")
    content = to_csv(answer.frame, ["note", "plain"])
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    cells = [cell for row in read for cell in row]
    assert "'" + HOSTILE["DONOR"] in cells
    assert HOSTILE["PROJECT"] in cells
    assert not [c for c in cells if c[:1] in ("=", "+", "-", "@", "\t", "\r") and not c.lstrip("-").isdigit()]
    assert read[0] == list(answer.frame.columns)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_every_beginning_that_a_spreadsheet_takes_for_a_formula_is_defused(start: str) -> None:
    content = to_csv(pd.DataFrame({"name": [f"{start}1+1"], "value": [-1.5]}), []).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(content, newline="")))[1]
    assert row[0].startswith("'"), row
    assert row[1] == "-1.5"


def test_a_column_of_texts_and_numbers_is_defused_and_stays_a_column() -> None:
    frame = pd.DataFrame({"mixed": pd.Series(["=2", -3, None], dtype=object)})
    rows = list(csv.reader(io.StringIO(to_csv(frame, []).decode("utf-8-sig"), newline="")))
    assert [row[0] for row in rows[1:3]] == ["'=2", "-3"]


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "a\u2028b", "1. list", "---", "    code", "&lt;", "\\*", "www.example.org", "x\ty"]
)
def test_plain_text_keeps_its_letters_and_loses_its_marks(text: str) -> None:
    shown = plain(text)
    assert re.sub(r"\\(.)", r"\1", shown) == " ".join(text.split())
    assert not re.search(r"[*_`<>\[\]$#~|]", unescaped(shown))
    assert "\n" not in shown
    assert not shown.startswith(" ")


@pytest.mark.parametrize("words", [("../../etc/passwd",), ("a/b\\c:d",), ("",), ("Türkiye",), ("名前",), ("x" * 999,)])
def test_file_names_are_plain(words: tuple[str, ...]) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", file_name(*words))
    assert len(file_name(*words)) <= 100
