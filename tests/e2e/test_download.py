"""The rows of a figure as a CSV file, through a real click."""

import re

import pandas as pd
from playwright.sync_api import Page

from tests.e2e.serving import Server, visit


def test_the_csv_of_a_card_opens_and_holds_the_number_that_the_card_says(server: Server, page: Page, tmp_path) -> None:
    visit(page, server.url)
    card = page.locator(".st-key-card_trained")
    title = card.get_by_role("heading").first.inner_text()
    value, year = re.search(r" ([\d,]+) in (\d{4})", title).groups()
    with page.expect_download() as waiting:
        card.get_by_role("button", name="Rows as CSV").click()
    download = waiting.value
    assert re.fullmatch(r"trained-2024-08-31\.csv", download.suggested_filename)
    file = tmp_path / "rows.csv"
    download.save_as(file)
    content = file.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    frame = pd.read_csv(file, encoding="utf-8-sig")
    row = frame[(frame["indicator"] == "enterprises_trained") & (frame["year"] == float(year))]
    assert row["value"].tolist() == [float(value.replace(",", ""))]
    tail = content.decode("utf-8-sig")
    assert "Demonstration data: invented" in tail
    assert "as of 2024-08-31" in tail
