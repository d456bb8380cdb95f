"""How values and changes of KPIs are written."""

import pytest

from impact.figures import is_share, kpi_percent, kpi_unit, kpi_value
from impact.text import number

DAYS = "days absent per day of work planned"


@pytest.mark.parametrize(
    ("unit", "share"),
    [
        (DAYS, True),
        ("grievances resolved per grievance", True),
        ("hours of overtime per regular hour", True),
        ("share of what was possible", True),
        ("leavers per worker and month", False),
        ("output per hour worked", False),
        ("energy per unit made", False),
    ],
)
def test_a_ratio_of_one_unit_to_itself_is_a_share(unit: str, share: bool) -> None:
    assert is_share(unit, "ratio") is share
    assert not is_share(unit, "amount")


def test_a_share_is_written_in_percent_and_its_change_in_points() -> None:
    assert kpi_value(0.04982, DAYS, "ratio") == "4.98%"
    assert kpi_value(0.000457, DAYS, "ratio") == "0.0457%"
    assert kpi_value(-0.00612, DAYS, "ratio", signed=True) == "-0.612 points"
    assert kpi_value(0.02, DAYS, "ratio", signed=True) == "+2 points"


def test_other_units_keep_three_digits_however_small_and_nothing_is_minus_zero() -> None:
    assert kpi_value(0.037404, "leavers per worker and month", "ratio") == "0.0374"
    assert kpi_value(1234.5, "workers", "count", signed=True) == "+1,234"
    assert kpi_value(-1e-13, "workers", "count") == "0"
    assert kpi_value(None, "workers", "count") == "–"


def test_amounts_bear_their_currency_and_large_ones_are_short() -> None:
    assert kpi_value(1234567, "local currency a month", "amount", currency="KES") == "KES 1.23M"
    assert kpi_value(-950, "local currency a month", "amount", currency="KES", signed=True) == "KES -950"


def test_an_enterprise_with_units_of_its_own_is_told_in_them() -> None:
    assert kpi_unit("energy per unit made", "ratio", above="kWh", below="pairs") == "kWh per pairs"
    assert kpi_unit("energy per unit made", "ratio") == "energy per unit made"
    assert kpi_unit(DAYS, "ratio") == f"percent ({DAYS})"


def test_a_change_in_percent_has_its_sign_or_is_not_computable() -> None:
    assert kpi_percent(-12.345) == "-12.3%"
    assert kpi_percent(0.04) == "+0.1%"
    assert kpi_percent(float("nan")) == "–"


def test_numbers_of_the_catalogue_are_written_as_before() -> None:
    assert [number(v, "percent") for v in (0.04, 61.55, 99.97, 102.4)] == ["0.1%", "61.5%", "99.9%", "102%"]
    assert [number(v) for v in (0.0415, 12.34, 1234.5)] == ["0.04", "12.3", "1,234"]
