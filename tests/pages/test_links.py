"""Choices in a link: those that are known hold, all others are ignored with a notice and never break a page."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.reading import PAGES, link_of, open_page

Use = Callable[[str], Path]
LONG = "x" * 10_000
HOSTILE = {
    "unknown country": ("country", "XX"),
    "SQL": ("country", "'; drop table base.enterprises; --"),
    "HTML": ("donor", "<script>alert(1)</script>"),
    "long": ("project", LONG),
    "long name": (LONG, "1"),
    "period beyond": ("period", "9999-1"),
    "period of words": ("period", "abc"),
    "period turned round": ("period", "2020-2018"),
    "period in other digits": ("period", "٢٠٢٠"),
    "unknown parameter": ("colour", "blue"),
    "NUL": ("module", "a\0b"),
    "emoji": ("sector", "😀"),
    "lone comma": ("size", ",,,"),
    "capitals": ("women_led", "YES"),
    "surrogate": ("size", "\ud800".encode("utf-8", "replace").decode()),
    "braces": ("donor", "{name}{value!r}"),
    "Markdown": ("size", "[a](http://example.org) $x$ :red[x] `c`"),
    "newline": ("module", "a\n# b"),
    "empty": ("country", ""),
    "hidden name": ("__class__", "1"),
    "widget's key": ("choice_country_en", "KEN"),
    "language": ("lang", "xx"),
    "format": ("country", "%s%n%(x)s"),
}
SILENT = {"lone comma", "empty"}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_known_is_ignored_with_a_notice_and_the_rest_holds(what: str, use: Use) -> None:
    use("small")
    parameter, value = HOSTILE[what]
    others = {"women_led": "no"} if parameter != "women_led" else {"size": "unknown"}
    at = open_page("results/overview", **{parameter: value}, **others)
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    said = [warning.value.replace("\\", "") for warning in at.warning]
    if what not in SILENT:
        assert len(said) == 1, said
        assert f"asked for {parameter[:30]}" in said[0]
        assert "It was ignored." in said[0]
        assert len(said[0]) < 300
    # What holds is in the link and on its badge; what was ignored is gone from both.
    assert link_of(at) == others
    assert [b.key for b in at.button] == [f"clear_{key}" for key in others]


@pytest.mark.parametrize("name", PAGES)
def test_no_page_breaks_on_a_link_full_of_what_is_not_known(name: str, use: Use) -> None:
    use("small")
    given = dict(HOSTILE.values())
    at = open_page(name, **{**given, "women_led": "no"})
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert len(at.warning) >= len(given) - 3
    assert link_of(at) == {"women_led": "no"}


@pytest.mark.parametrize("what", ["HTML", "Markdown", "newline", "braces"])
def test_a_notice_shows_what_was_asked_for_as_it_is(what: str, use: Use) -> None:
    use("small")
    parameter, value = HOSTILE[what]
    notice = open_page("results/overview", **{parameter: value}).warning[0].value
    for mark in ("<", ">", "[", "]", "$", "`", "#", ":"):
        assert mark not in notice.replace(f"\\{mark}", ""), notice
    assert "\n" not in notice


@pytest.mark.parametrize(
    ("name", "parameter"),
    [
        ("results/country_map", "indicator"),
        ("results/country_map", "view"),
        ("results/country", "place"),
        ("results/published_figures", "kind"),
        ("results/published_figures", "module_named"),
        ("results/published_figures", "donor_named"),
        ("about/indicators", "level"),
        ("about/indicators", "indicator"),
    ],
)
@pytest.mark.parametrize("value", ["nope", "<script>'; drop table x; --\0😀" + LONG])
def test_a_page_s_own_choice_that_is_not_known_falls_back_to_its_default(
    name: str, parameter: str, value: str, use: Use
) -> None:
    use("small")
    plain = [w.value for w in open_page(name, women_led="yes").selectbox]
    at = open_page(name, **{parameter: value}, women_led="yes")
    assert not at.exception, at.exception[0].message
    assert not at.error, at.error[0].value
    assert [w.value for w in at.selectbox] == plain
    assert link_of(at) == {"women_led": "yes"}
    assert any(f"asked for {parameter}" in warning.value.replace("\\", "") for warning in at.warning)


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "'; drop table x; --", LONG, "a\0b", "😀", "(((", "\\"])
def test_whatever_is_searched_for_is_only_searched_for(value: str, use: Use) -> None:
    use("small")
    at = open_page("about/indicators", search=value)
    assert not at.exception, at.exception[0].message
    assert any("No indicator fits" in info.value for info in at.info)


def years(at: AppTest) -> list[Any]:
    """The two boxes of the period, first and last year."""
    return [box for box in at.selectbox if box.key.startswith("choice_period_")]


def test_known_values_beside_unknown_ones_are_kept(use: Use) -> None:
    use("small")
    at = open_page("results/overview", country="KEN,XX,NAM", period="2022-2023")
    assert link_of(at) == {"country": "KEN,NAM", "period": "2022-2023"}
    assert "XX" in at.warning[0].value
    assert at.multiselect[0].value == ["KEN", "NAM"]
    assert [box.value for box in years(at)] == [2022, 2023]


def test_a_notice_is_told_once(use: Use) -> None:
    use("small")
    at = open_page("results/overview", country="XX")
    assert len(at.warning) == 1
    assert not at.run().warning


@pytest.mark.parametrize("period", ["1900-1901", "2090", "1999-2099", "2024-2099"])
def test_a_period_beyond_the_export_breaks_no_page(period: str, use: Use) -> None:
    use("small")
    for name in ("results/overview", "results/country_map"):
        at = open_page(name, period=period)
        assert not at.exception, at.exception[0].message


def test_filters_are_set_and_cleared_by_their_widgets(use: Use) -> None:
    use("small")
    at = open_page("results/overview")
    assert not link_of(at)
    assert not at.button
    at.multiselect[0].select("KEN").run()
    assert not at.exception, at.exception[0].message
    assert link_of(at) == {"country": "KEN"}
    years(at)[0].set_value(2022).run()
    years(at)[1].set_value(2022).run()
    assert link_of(at) == {"country": "KEN", "period": "2022"}
    assert [b.key for b in at.button] == ["clear_period", "clear_country", "clear_all"]
    assert "Kenya" in at.button[1].label
    at.button[0].click().run()
    assert link_of(at) == {"country": "KEN"}
    at.multiselect[0].unselect("KEN").run()
    assert not link_of(at)
    assert not at.button
