"""The programme's view of KPIs, on the page of KPI trends where no enterprise is chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from impact import access
from impact.ui import reader
from tests.pages.reading import open_page, said

Use = Callable[[str], Path]
PAGE = "enterprises/kpi_trends"


def titles(at: AppTest) -> str:
    assert not at.exception, at.exception[0].message
    assert not at.error
    return "\n".join(header.value.replace("\\", "") for header in at.subheader)


def test_it_opens_with_all_kpis_and_the_first_one_and_says_that_it_is_no_impact(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE)
    shown = titles(at)
    for finding in ("improved in most", "improved; median", "reported", "How sure it is"):
        assert finding in shown
    text = said(at)
    assert "Before and after is not impact" in text
    assert "whatever the other" in text
    assert "Scenario, not an estimate" in text
    assert len(at.get("plotly_chart")) == 4


def test_where_neither_way_is_better_nothing_is_called_improved(use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, kpi="wages")
    shown = titles(at)
    assert " rose; median" in shown
    assert "improved; median" not in shown


@pytest.mark.parametrize("by", ["country", "sector", "size", "women_led", "year", "dose"])
def test_groups_are_shown_by(by: str, use: Use) -> None:
    use("demonstration")
    at = open_page(PAGE, kpi="accidents", by=by)
    titles(at)
    assert ("association, not proof" in said(at)) == (by == "dose")


def test_who_sees_no_enterprise_alone_sees_the_numbers_and_is_told_why(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("demonstration")
    monkeypatch.setattr(reader, "viewer", lambda: access.parse("public"))
    at = open_page(PAGE)
    assert "your role sees enterprises together, not one by one" in said(at)
    assert "How sure it is" in titles(at)
    assert len(at.get("plotly_chart")) == 3


@pytest.mark.parametrize("export", ["empty", "small", "hostile", "without optional tables"])
def test_exports_with_little_or_odd_data_are_told_in_words(export: str, use: Use) -> None:
    use(export)
    titles(open_page(PAGE))
