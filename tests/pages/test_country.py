"""The page of one country follows `place` and the filters, and nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact.ask import ask
from impact.filters import Filters
from tests.pages.reading import link_of, open_page, said

Use = Callable[[str], Path]


def trained(at: AppTest) -> str:
    """The value of the first tile."""
    return next(m.value for m in at.metric if m.label == "Enterprises trained")


def of_gate(filters: Filters) -> str:
    frame = ask("results/overview", filters).frame
    return f"{frame.loc[frame['indicator'] == 'enterprises_trained', 'value'].iloc[0]:,.0f}"


@pytest.mark.parametrize(("place", "title"), [("KEN", "Kenya"), ("VNM", "Viet Nam"), ("PER", "Peru")])
def test_the_page_is_about_the_country_of_the_link(place: str, title: str, use: Use) -> None:
    use("demonstration")
    at = open_page("results/country", place=place)
    assert [t.value for t in at.title] == [title]
    assert trained(at) == of_gate(Filters(country=(place,)))
    assert link_of(at) == {"place": place}


def test_without_a_place_the_first_country_is_shown_and_not_written_to_the_link(use: Use) -> None:
    use("demonstration")
    at = open_page("results/country")
    assert [t.value for t in at.title] == ["Albania"]
    assert link_of(at) == {}


@pytest.mark.parametrize("place", ["XXX", "FRA", "ken", "africa", "KEN,VNM", "🇰🇪"])
def test_a_place_that_is_none_is_ignored(place: str, use: Use) -> None:
    use("demonstration")
    at = open_page("results/country", place=place)
    assert not at.exception, at.exception[0].message
    assert [t.value for t in at.title] == ["Albania"]
    assert "place" not in link_of(at)


def test_filters_apply_and_the_country_filter_gives_way_to_the_place(use: Use) -> None:
    use("demonstration")
    at = open_page("results/country", place="KEN", period="2010-2022", country="VNM")
    assert trained(at) == of_gate(Filters(country=("KEN",), period=(2010, 2022)))
    assert [t.value for t in at.title] == ["Kenya"]


def test_choosing_another_country_changes_page_and_link(use: Use) -> None:
    use("demonstration")
    at = open_page("results/country", place="KEN")
    box = next(b for b in at.selectbox if b.label == "Country")
    box.set_value("VNM").run()
    assert not at.exception, at.exception[0].message
    assert [t.value for t in at.title] == ["Viet Nam"]
    assert link_of(at) == {"place": "VNM"}


def test_what_is_thin_or_missing_is_listed(use: Use) -> None:
    use("small")
    at = open_page("results/country", place="NAM")
    assert "thin or missing here" in said(at)
    assert "No data here: nothing was recorded" in said(at)


def test_a_story_is_shown_only_of_its_own_country_and_with_consent(published: Callable[..., object]) -> None:
    published(
        enterprises="""
            enterprise_id | name | iso3
            e1            | One  | KEN
            e2            | Two  | NAM
            """,
        stories="""
            story_id | iso3 | text                  | consent_on
            y1       | KEN  | We sorted the store.  | 2023-01-01
            y2       | KEN  | Nobody asked us.      | -
            y3       | KEN  | Asked after the day.  | 2024-12-01
            y4       | NAM  | From another country. | 2023-01-01
            """,
    )
    text = said(open_page("results/country", place="KEN"))
    assert "We sorted the store" in text
    for never in ("Nobody asked us", "Asked after the day", "From another country"):
        assert never not in text
