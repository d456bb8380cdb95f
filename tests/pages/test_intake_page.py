"""The page on which administrators check what was sent: for them only, with what is found and the workbook that goes back."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from impact.ui import intake
from tests.intake.exports import as_workbook, changed
from tests.pages.reading import open_page, said
from tests.pages.test_sharing import ROLES, become, kept  # noqa: F401 - a fixture

Use = Callable[[str], Path]
PAGE = "administration/intake"


class File:
    """An uploaded file, as the server gives it."""

    def __init__(self, path: Path, name: str):
        self.name, self._content = name, path.read_bytes()

    def getbuffer(self) -> memoryview:
        return memoryview(self._content)


@pytest.mark.parametrize("role", ROLES)
def test_it_is_there_for_administrators_and_for_nobody_else(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    become(monkeypatch, role)
    at = open_page(PAGE)
    assert not at.exception
    expected = "Check an export" if role in ("owner", "administrator") else "No such page"
    assert at.title[0].value == expected


def test_what_is_found_in_an_upload_is_shown_and_goes_back_in_the_senders_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = File(as_workbook(tmp_path / "x.xlsx", changed("enterprises", "iso3", "W3")), "../../../etc/sent.xlsx")
    done = intake._check([sent], "fr")
    monkeypatch.setattr(intake, "_check", lambda files, language: done)
    at = open_page(PAGE)
    at.session_state[intake._DONE] = done
    at.run()
    assert not at.exception
    assert "It may not be published yet." in said(at) and at.metric[0].value == "1"
    row = at.dataframe[0].value.iloc[0].to_dict()
    assert row["severity"] == "Blocks" and row["value"] == "W3" and row["table"] == "enterprises"
    back = load_workbook(BytesIO(done.workbook))
    assert "n'est ni le code ISO 3166" in back["enterprises"]["C2"].comment.text
