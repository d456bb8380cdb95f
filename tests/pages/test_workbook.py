"""The workbook of a page: offered where the page asked something that a workbook holds, and holding just that."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from impact.ui import downloads
from tests.pages.reading import open_page, page_of

Use = Callable[[str], Path]


def offers(at: AppTest) -> bool:
    return "Workbook of this page (Excel)" in [button.proto.label for button in at.get("download_button")]


@pytest.mark.parametrize("page", ["administration/intake", "administration/audit"])
def test_a_page_that_asked_nothing_has_no_workbook(page: str, use: Use) -> None:
    use("small")
    at = open_page(page)
    assert not at.exception and not offers(at)


def test_a_workbook_holds_what_its_page_asked_and_not_what_the_filters_may_be_set_to(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    use("small")
    made: dict[str, Callable[[bool], bytes]] = {}
    monkeypatch.setattr(downloads, "button", lambda label, make, *rest: made.update({label: make}))
    at = page_of("results/overview")
    at.run()
    assert not at.exception
    names = load_workbook(BytesIO(made["Workbook of this page (Excel)"](False))).sheetnames
    assert "1 overview" in names and not [name for name in names if "options" in name]
