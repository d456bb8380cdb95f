"""Every page on every kind of export: it runs, says where its numbers come from, and why it is empty."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pages.reading import PAGES, open_page, said

EXPORTS = ("demonstration", "small", "without optional tables", "empty")
# Pages that show the same on every export: the programme's publications, the catalogue, the licences, the audit.
WHATEVER_THE_EXPORT = (
    "results/published_figures",
    "about/indicators",
    "about/data_and_licences",
    "administration/audit",
    "administration/intake",
    "review/what_changed",
)
Use = Callable[[str], Path]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("export", EXPORTS)
def test_a_page_runs_on_every_export_and_says_whose_numbers_it_shows(name: str, export: str, use: Use) -> None:
    place = use(export)
    at = open_page(name)
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert len(at.title) == 1, "a page has one title"
    footer = at.main.caption[-1].value
    assert "31 Aug 2024" in footer
    assert (place / "current").read_text().strip() in footer
    assert "not a product of the International Labour Organization" in footer
    if export == "demonstration":
        assert at.warning[0].proto.title == "Demonstration data"
        assert "No number here is a result of the programme" in at.warning[0].value
    else:
        assert "Demonstration data" not in said(at)


@pytest.mark.parametrize("name", [p for p in PAGES if p not in WHATEVER_THE_EXPORT])
def test_a_page_says_why_an_empty_export_leaves_it_empty(name: str, use: Use) -> None:
    use("empty")
    text = said(open_page(name))
    assert (
        "The export holds nothing that this question asks for." in text or "No data here: nothing was recorded" in text
    )


@pytest.mark.parametrize("name", [p for p in PAGES if p not in WHATEVER_THE_EXPORT and p != "results/country"])
def test_a_page_without_rows_or_values_names_the_filters_that_leave_nothing(name: str, use: Use) -> None:
    use("small")
    text = said(open_page(name, country="NAM", period="2012"))
    assert "The filters leave nothing: " in text or "the filters leave nothing." in text


def test_optional_tables_that_are_absent_are_named(use: Use) -> None:
    use("without optional tables")
    assert "partners" in said(open_page("about/data_and_licences"))
    at = open_page("results/country", place="KEN")
    assert any("The export has no table `partners`" in note.value for note in at.info)


def test_a_map_with_enterprises_shows_those_whose_place_is_known(use: Use) -> None:
    use("small")
    at = open_page("results/country_map", view="enterprises")
    assert not at.exception, at.exception[0].message
    assert "Enterprises trained" in said(at)
    assert "ENTERPRISE" in at.get("deck_gl_json_chart")[0].proto.json
