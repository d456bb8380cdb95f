"""Spreadsheets to take along and to send back: what is known stands in them, the rest is empty, and nothing is a formula."""

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from impact import reply, state, text
from impact.access import AccessError, Viewer
from impact.ask import ask
from impact.reports import REPORTS, Request, corrections
from tests.queries.test_portfolio import RULE

Published = Callable[..., Any]
EVIL = "=HYPERLINK(1)"
DRAWN = RULE | {
    "enterprises": RULE["enterprises"].replace("| Over |", f"| {EVIL} |"),
    "workforce": "enterprise_id | measured_on | women | men\n over | 2024-01-31 | 12 | 30",
    "kpi_observations": RULE["kpi_observations"]
    + "\nover | defect_rate | monitoring | 2024-06-01 | 30 | all | 7 | 90"
    + "\nover | defect_rate | monitoring | 2024-08-01 | 31 | all | 0 | 80",
    "practices": "practice | title | module\n five_s | +5S | wpc\n other | Other | -\n far | Far | zzz",
    "practice_checks": """
        enterprise_id | practice | phase    | checked_on | answer | engagement_id
        over          | five_s   | baseline | 2024-01-05 | no     | g1
        """,
}


def opened(content: bytes, tmp_path: Path) -> Any:
    (tmp_path / "made.xlsx").write_bytes(content)
    return openpyxl.load_workbook(tmp_path / "made.xlsx")


def datasheet(enterprise: str, tmp_path: Path, **given: Any) -> Any:
    return opened(REPORTS["datasheet"].make(Request(enterprise, **given)).content, tmp_path)


def find(sheet: Any, said: str) -> tuple[int, int]:
    return next((c.row, c.column) for row in sheet.iter_rows() for c in row if c.value == said)


def test_the_months_that_were_reported_are_filled_in_and_the_others_wait(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    sheet = datasheet("over", tmp_path)["KPIs"]
    row, column = find(sheet, "Mar 2024")
    months = [sheet.cell(row, column + n).value for n in range(6)]
    assert months == ["Mar 2024", "Apr 2024", "May 2024", "Jun 2024", "Jul 2024", "Aug 2024"]
    assert [sheet.cell(row + 1, column + n).value for n in range(6)] == [None, None, None, 7, None, 0]
    assert [sheet.cell(row + 2, column + n).value for n in range(6)] == [None, None, None, 90, None, 80]
    grey, white = sheet.cell(row + 1, column + 3), sheet.cell(row + 1, column + 4)
    assert grey.fill.fgColor.rgb != white.fill.fgColor.rgb
    checked = {str(v.sqref) for v in sheet.data_validations.dataValidation}
    assert any(white.coordinate in cells for cells in checked) and not any(
        grey.coordinate in c.split() for c in checked
    )
    assert "Endline due since 18 Aug 2024." in sheet.cell(row + 2, 1).value
    assert sheet.cell(row + 1, 10).value == "defect_rate.numerator" and sheet.column_dimensions["J"].hidden


def test_known_people_are_filled_in_and_todays_are_empty(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    sheet = datasheet("over", tmp_path)["KPIs"]
    row, _ = find(sheet, "Latest count")
    assert [sheet.cell(row, c).value for c in (2, 3, 4)] == [12, 30, "31.1.2024"]
    assert [sheet.cell(row + 1, c).value for c in (2, 3, 4)] == [None, None, None]
    unknown = datasheet("bare", tmp_path)["KPIs"]
    row, _ = find(unknown, "Latest count")
    assert [unknown.cell(row, c).value for c in (2, 3)] == [None, None], "not known is not nought"


def test_practices_of_the_modules_taken_are_listed_with_their_answers(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    sheet = datasheet("over", tmp_path)["Practices"]
    row, _ = find(sheet, "+5S")
    assert [sheet.cell(row, c).value for c in (3, 4, 5)] == ["no", "not checked", None]
    assert find(sheet, "Other")
    assert not any(cell.value == "Far" for line in sheet.iter_rows() for cell in line)


def test_no_text_is_a_formula_now_or_when_it_is_edited(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    reply.give("over", "=1+1", on=date(2024, 9, 3))
    books = [datasheet("over", tmp_path), opened(corrections.make("KEN").content, tmp_path)]
    found = 0
    for book in books:
        for sheet in book:
            for cell in (c for line in sheet.iter_rows() for c in line if isinstance(c.value, str)):
                assert cell.data_type == "s", f"{sheet.title}!{cell.coordinate} is {cell.data_type}"
                if cell.value.startswith(("=", "+", "-", "@")):
                    found += 1
                    assert cell.quotePrefix and cell.number_format == "@"
    assert found >= 3


def test_a_sheet_prints_on_a4_one_page_wide_with_its_origin(published: Published, tmp_path: Path) -> None:
    snapshot = published(**DRAWN)
    for sheet in datasheet("over", tmp_path):
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert snapshot.id in sheet.oddFooter.left.text


def test_the_same_snapshot_gives_the_same_bytes_and_no_clock(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    first = REPORTS["datasheet"].make(Request("over"))
    assert first == REPORTS["datasheet"].make(Request("over"))
    (tmp_path / "x.xlsx").write_bytes(first.content)
    with zipfile.ZipFile(tmp_path / "x.xlsx") as inside:
        assert "2024-08-31" in inside.read("docProps/core.xml").decode()
        assert {info.date_time[0] for info in inside.infolist()} == {1980}


def test_the_language_is_the_country_s_and_english_says_that_it_is_not(
    published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    vietnam = DRAWN["enterprises"].replace("| KEN |", "| VNM |")
    published(**DRAWN | {"enterprises": vietnam})
    said = "In English: this sheet is not translated yet into Tiếng việt."
    assert find(datasheet("over", tmp_path)["KPIs"], said)
    assert not any(
        c.value == said for line in datasheet("over", tmp_path, language="en")["KPIs"].iter_rows() for c in line
    )
    # With a catalogue of the country's language, the sheet is in it, and the reader's own language is as before.
    monkeypatch.setattr(text, "languages", lambda *_: ["en", "vi"])
    sheet = datasheet("over", tmp_path)["KPIs"]
    assert find(sheet, "thg 3 2024") and text.language() == "en"
    assert not any("not translated" in str(c.value) for line in sheet.iter_rows() for c in line)


def test_an_enterprise_of_a_french_or_spanish_speaking_country_gets_its_sheet_in_that_language(
    published: Published, tmp_path: Path
) -> None:
    rows = DRAWN["enterprises"].replace("| KEN |", "| TUN |", 1).replace("| KEN |", "| PER |")
    published(**DRAWN | {"enterprises": rows})
    expected = {
        "over": ("Tunisie · ", "Indicateurs", "Taux de défauts", "Mesure finale attendue depuis le 18 août 2024."),
        "fine": ("Perú · ", "Indicadores", "Tasa de defectos", "Mediciones inicial y final recibidas."),
    }
    for enterprise, (place, kpis, kpi, asked) in expected.items():
        sheet = datasheet(enterprise, tmp_path)[kpis]
        said = [str(c.value) for line in sheet.iter_rows() for c in line if c.value]
        assert kpi in said and any(one.startswith(place) for one in said) and any(asked in one for one in said)
        assert not any(word in one for one in said for word in ("English", "Defect", "Endline", "Workforce", "KPI"))


def test_kenya_has_english_beside_swahili(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    sheet = datasheet("over", tmp_path)["KPIs"]
    assert not any("not translated" in str(c.value) for line in sheet.iter_rows() for c in line)


@pytest.mark.parametrize("viewer", [Viewer("trainer", ("t2",)), Viewer("donor", ("p1",)), Viewer("public")])
def test_nobody_gets_a_sheet_of_an_enterprise_that_is_not_the_own(viewer: Viewer, published: Published) -> None:
    published(**DRAWN)
    for kind in ("datasheet", "factsheet"):
        with pytest.raises(AccessError, match="not among those"):
            REPORTS[kind].make(Request("over", viewer))


def test_the_correction_workbook_has_the_answers_beside_their_figures(published: Published, tmp_path: Path) -> None:
    snapshot = published(**DRAWN)
    reply.give("fine", "A new machine.", kpi="defect_rate", on=date(2024, 9, 3), viewer=Viewer("trainer", ("t1",)))
    reply.give("other", "Elsewhere.", on=date(2024, 9, 4))
    state.add_reply("gone", "", "Of an enterprise that is no more.", "owner", date(2024, 9, 4), "old")
    sheet = opened(corrections.make("KEN").content, tmp_path)["Replies"]
    row, _ = find(sheet, "fine")
    cells = [sheet.cell(row, c).value for c in range(1, 10)]
    shown = "baseline 0.2, endline 0.1, change -0.1"
    told = ["Fine", "fine", "Defect rate", shown, shown, "3 Sept 2024", "A new machine.", "a trainer", snapshot.id]
    assert cells == told
    assert not any(c.value == "Elsewhere." for line in sheet.iter_rows() for c in line)
    assert not any(c.value == "Of an enterprise that is no more." for line in sheet.iter_rows() for c in line)


def test_a_trainer_s_workbook_holds_the_own_enterprises_only(published: Published, tmp_path: Path) -> None:
    published(**DRAWN)
    reply.give("fine", "Mine.", on=date(2024, 9, 3))
    sheet = opened(corrections.make("KEN", Viewer("trainer", ("t1",))).content, tmp_path)["Replies"]
    assert find(sheet, "Mine.")
    theirs = opened(corrections.make("KEN", Viewer("trainer", ("t2",))).content, tmp_path)["Replies"]
    assert find(theirs, "None so far.")


def test_every_month_and_unit_of_the_demonstration_is_what_the_gate_says(demo: Path, tmp_path: Path) -> None:
    enterprise = ask("enterprises/due").frame["enterprise_id"].iloc[0]
    frame = ask("enterprises/data_sheet", enterprise=enterprise).frame
    sheet = datasheet(enterprise, tmp_path, language="en")["KPIs"]
    codes = {sheet.cell(row, 10).value: row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 10).value}
    for found in frame.itertuples():
        value = sheet.cell(codes[f"{found.kpi}.numerator"], 3 + found.month).value
        assert value is None if found.numerator != found.numerator else value == pytest.approx(found.numerator)
    assert len([code for code in codes if code.endswith(".numerator")]) == frame["kpi"].nunique()
