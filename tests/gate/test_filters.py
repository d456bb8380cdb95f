"""The shared filters: from a link and back, hostile values ignored, periods to days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from impact.filters import NAMES, Filters, parse, windows, without

KNOWN = {
    "country": ["KEN", "GHA"],
    "region": ["africa"],
    "donor": ["d1"],
    "project": ["p1"],
    "module": ["wpc"],
    "sector": ["food"],
}
AS_OF = date(2024, 8, 31)


def test_a_link_gives_filters_and_filters_give_the_same_link() -> None:
    link = {"period": "2018-2020", "country": "KEN,africa", "donor": "d1", "size": "small,large", "women_led": "yes"}
    parsed = parse(link, KNOWN)
    assert parsed.ignored == []
    assert parsed.filters.link() == link
    assert parse({"period": "2019"}, KNOWN).filters.link() == {"period": "2019"}
    assert Filters().link() == {}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("country", "XXX"),
        ("country", "'; drop table enterprises; --"),
        ("period", "abc"),
        ("period", "2020-2018"),
        ("period", "9999"),
        ("period", "٢٠٢٠"),
        ("women_led", "maybe"),
        ("size", "huge"),
        ("module", "<script>"),
        ("donor", "d1\0"),
    ],
)
def test_a_value_that_is_not_known_is_ignored_and_told(name: str, value: str) -> None:
    parsed = parse({name: value}, KNOWN)
    assert parsed.filters == Filters()
    assert parsed.ignored == [(name, value)]


def test_what_is_known_beside_what_is_not_still_holds() -> None:
    parsed = parse({"country": "KEN,XXX"}, KNOWN)
    assert parsed.filters.country == ("KEN",)
    assert parsed.ignored == [("country", "XXX")]


@given(st.dictionaries(st.sampled_from([*NAMES, "other"]), st.text(max_size=80)))
def test_no_text_in_a_link_breaks_the_reading(link: dict[str, str]) -> None:
    filters = parse(link, KNOWN).filters
    assert parse(filters.link(), KNOWN).filters == filters
    assert len(filters.parameters(AS_OF)) == 16


def test_without_a_period_the_last_whole_year_is_compared_with_the_one_before() -> None:
    w = windows(None, AS_OF)
    assert (w["from_on"], w["before_on"]) == (None, date(2024, 9, 1))
    assert (w["latest_from_on"], w["latest_before_on"]) == (date(2023, 1, 1), date(2024, 1, 1))
    assert (w["previous_from_on"], w["previous_before_on"]) == (date(2022, 1, 1), date(2023, 1, 1))


def test_a_period_is_compared_with_one_as_long_directly_before() -> None:
    w = windows((2018, 2020), AS_OF)
    assert (w["from_on"], w["before_on"]) == (date(2018, 1, 1), date(2021, 1, 1))
    assert (w["previous_from_on"], w["previous_before_on"]) == (date(2015, 1, 1), date(2018, 1, 1))


def test_a_year_that_is_not_over_is_compared_with_the_same_months_of_the_year_before() -> None:
    w = windows((2024, 2024), AS_OF)
    assert (w["latest_from_on"], w["latest_before_on"]) == (date(2024, 1, 1), date(2024, 9, 1))
    assert (w["previous_from_on"], w["previous_before_on"]) == (date(2023, 1, 1), date(2023, 9, 1))


def test_a_whole_year_and_leap_days_are_counted_rightly() -> None:
    assert windows(None, date(2023, 12, 31))["latest_from_on"] == date(2023, 1, 1)
    assert windows((2024, 2024), date(2024, 2, 28))["previous_before_on"] == date(2023, 2, 28)


def test_one_filter_can_be_cleared() -> None:
    filters = Filters(country=("KEN",), women_led="no")
    assert without(filters, "country") == Filters(women_led="no")
    assert filters.set_names() == ["country", "women_led"]
