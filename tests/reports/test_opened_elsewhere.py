"""Files opened by a program that did not write them: LibreOffice makes each a PDF of the pages that are expected.

Where LibreOffice is not installed these tests are skipped. They take a minute, so they are among the slow ones.
"""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from impact.ask import ask
from impact.filters import Filters
from impact.reports import REPORTS, Request, workbook_questions

OFFICE = shutil.which("soffice")
KENYA = Filters(country=("KEN",))
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed on this machine"),
]


def opened(path: Path) -> PdfReader:
    """The file as LibreOffice prints it."""
    assert OFFICE
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(path.parent / "pdf"), str(path)]
    run = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    made = path.parent / "pdf" / f"{path.stem}.pdf"
    assert made.exists(), f"LibreOffice did not open {path.name}: {run.stdout} {run.stderr}"
    return PdfReader(made)


def written(kind: str, folder: Path, language: str = "en", filters: Filters = KENYA) -> Path:
    asked = workbook_questions("results/country", filters) if kind == "workbook" else ()
    request = Request(language=language, filters=filters, asked=asked)
    path = folder / f"made{REPORTS[kind].ending}"
    path.write_bytes(REPORTS[kind].make(request).content)
    return path


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_slides_open_as_eight_pages_with_their_charts_drawn(language: str, demo: Path, tmp_path: Path) -> None:
    reader = opened(written("slides", tmp_path, language, Filters()))
    assert len(reader.pages) == 8
    assert all(page.mediabox.width > page.mediabox.height for page in reader.pages)
    # Labels of the years stand on the chart's axis, which no text box holds.
    assert any("2019" in page.extract_text() and "2020" in page.extract_text() for page in list(reader.pages)[3:5])
    assert "python -m impact verify" in " ".join(reader.pages[7].extract_text().split())


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_an_update_opens_with_one_page_for_a_country_and_page_numbers(
    language: str, demo: Path, tmp_path: Path
) -> None:
    filters = replace(KENYA, period=(2019, 2019))
    reader = opened(written("annual-update", tmp_path, language, filters))
    said = [page.extract_text() for page in reader.pages]
    starts = [n for n, text in enumerate(said) if text.lstrip().startswith("Kenya")]
    assert len(starts) == 1 and len(said) == starts[0] + 2, "the country has its page, and definitions follow"
    assert "2019" in said[0] and all(str(n) in text for n, text in enumerate(said, 1))


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_workbook_opens_with_its_charts_and_prints_no_receipt(language: str, demo: Path, tmp_path: Path) -> None:
    reader = opened(written("workbook", tmp_path, language, Filters()))
    said = [page.extract_text() for page in reader.pages]
    title = {"en": "Charts", "fr": "Graphiques", "es": "Gráficos"}[language]
    (charts,) = [text for text in said if title in text.split("\n")]
    assert "2019" in charts, "the axis of a chart is drawn"
    assert not any('"questions"' in text for text in said), "the receipt is hidden"
    # The heads are repeated where an answer goes over several pages.
    assert sum("numerator" in text for text in said) > 1


def test_a_data_sheet_opens_as_a4_pages(demo: Path, tmp_path: Path) -> None:
    enterprise = ask("enterprises/portfolio").frame["enterprise_id"].iloc[0]
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(REPORTS["datasheet"].make(Request(enterprise)).content)
    for page in opened(path).pages:
        assert {round(page.mediabox.width), round(page.mediabox.height)} <= {595, 596, 842}


def test_a_brief_has_two_pages_in_every_language(demo: Path) -> None:
    for language in ("en", "fr", "es"):
        content = REPORTS["brief"].make(Request(language=language, filters=KENYA)).content
        assert len(PdfReader(io.BytesIO(content)).pages) == 2, language
