"""Files that people send on: their numbers are those of the gate, and a number that was changed is found in each kind."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from docx import Document
from docx.oxml.ns import qn
from pptx import Presentation
from pypdf import PdfReader

from impact import text
from impact.access import OWNER, Viewer
from impact.ask import ask
from impact.catalogue import indicators
from impact.cli import main
from impact.figures import kpi_value
from impact.filters import Filters
from impact.reports import REPORTS, ReportError, Request, brief, factsheet, workbook_questions
from impact.reports.ledger import Ledger
from impact.reports.settled import settled
from impact.reports.subject import subject
from impact.reports.verify import verify
from tests import marks

KENYA = Filters(country=("KEN",))
KINDS = {"brief": ".pdf", "slides": ".pptx", "workbook": ".xlsx", "annual-update": ".docx"}
VIEWERS = [OWNER, Viewer("public"), Viewer("donor", ("GLO-3",)), Viewer("coordinator", ("KEN",))]


def request(kind: str, viewer: Viewer = OWNER, filters: Filters = KENYA, **more: Any) -> Request:
    chosen = replace(filters, period=(2019, 2019)) if kind == "annual-update" else filters
    asked = workbook_questions("results/country", chosen) if kind == "workbook" else ()
    return Request(viewer=viewer, filters=chosen, asked=asked, **more)


def written(kind: str, folder: Path, viewer: Viewer = OWNER, **more: Any) -> Path:
    path = folder / f"made{KINDS[kind]}"
    path.write_bytes(REPORTS[kind].make(request(kind, viewer, **more)).content)
    return path


def digits(said: str) -> str:
    return re.sub(r"\s", "", said)


@pytest.mark.parametrize("viewer", marks.first(3, VIEWERS), ids=lambda v: v.role)
@pytest.mark.parametrize("kind", KINDS)
def test_every_number_of_every_kind_of_file_reproduces_for_every_viewer(
    kind: str, viewer: Viewer, demo: Path, tmp_path: Path
) -> None:
    verdict = verify(written(kind, tmp_path, viewer))
    assert not [one.said() for one in verdict.wrong]
    assert len(verdict.found) >= (6 if kind == "workbook" else 25)
    assert verdict.receipt.role == viewer.role and set(verdict.receipt.definitions) <= set(indicators())


def test_a_workbook_holds_the_cells_of_the_answers_typed(demo: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(written("workbook", tmp_path))
    frame = ask("results/overview", KENYA).frame
    sheet = next(s for s in book if s.title.startswith("1 "))
    heads = [cell.value for cell in sheet[5]]
    assert heads == list(frame.columns) and sheet.freeze_panes == "B6"
    for down, row in enumerate(frame.to_dict("records")):
        found = sheet.cell(6 + down, 1 + heads.index("value")).value
        assert found is None if row["value"] != row["value"] else found == pytest.approx(row["value"])
    with zipfile.ZipFile(tmp_path / "made.xlsx") as package:
        assert [n for n in package.namelist() if n.startswith("xl/charts/chart")]


def test_a_chart_of_the_slides_holds_the_numbers_of_the_answer_to_edit(demo: Path, tmp_path: Path) -> None:
    slides = Presentation(str(written("slides", tmp_path))).slides
    charts = [shape.chart for slide in slides for shape in slide.shapes if shape.has_chart]
    frame = ask("results/by_year", KENYA, indicators=["enterprises_trained"]).frame.tail(14)
    assert list(charts[0].plots[0].series[0].values) == pytest.approx(frame["value"].tolist())
    assert list(charts[0].plots[0].categories) == [str(y) for y in frame["year"]]
    behind = openpyxl.load_workbook(io.BytesIO(charts[0].part.chart_workbook.xlsx_part.blob)).worksheets[0]
    assert [row[1].value for row in behind.iter_rows(min_row=2)] == pytest.approx(frame["value"].tolist())


def test_a_brief_has_two_tagged_pages_with_the_headlines_of_the_answer(demo: Path, tmp_path: Path) -> None:
    reader = PdfReader(written("brief", tmp_path))
    row = ask("results/overview", KENYA).frame.set_index("indicator").loc["enterprises_trained"]
    first = digits(reader.pages[0].extract_text())
    assert f"Enterprisestrained{text.number(row['value'])}".replace(",", "") in first.replace(",", "")
    assert len(reader.pages) == 2 and reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for page in reader.pages:
        assert "/2" in digits(page.extract_text()) and "notaproductof" in digits(page.extract_text())


def test_a_number_of_the_update_is_a_field_with_a_link_to_its_view(demo: Path, tmp_path: Path) -> None:
    document = Document(str(written("annual-update", tmp_path)))
    fields = list(document.element.body.iter(qn("w:sdt")))
    links = [document.part.rels[next(f.iter(qn("w:hyperlink"))).get(qn("r:id"))].target_ref for f in fields]
    assert len(fields) > 40 and all(re.search("period=201[89]|/overview", link) for link in links)
    assert any(link.endswith("/country?place=KEN&period=2019") for link in links)


def tampered_brief(path: Path) -> None:
    """As somebody who can write PDF: another number on the page, the same receipt."""
    ledger = Ledger("brief", request("brief"))
    data = settled(ledger, brief.content(ledger))
    assert data["tiles"][0]["value"].strip()
    data["tiles"][0]["value"] = "987"
    path.write_bytes(brief.typeset(ledger, data, brief.TEMPLATE))


def tampered_slides(path: Path) -> None:
    file = Presentation(str(path))
    shape = next(s for slide in file.slides for s in slide.shapes if s.name == "Value 1")
    shape.text_frame.paragraphs[0].runs[0].text = "987"
    file.save(str(path))


def tampered_chart(path: Path) -> None:
    file = Presentation(str(path))
    chart = next(s.chart for slide in file.slides for s in slide.shapes if s.has_chart)
    node = next(chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}val"))
    next(node.iter("{http://schemas.openxmlformats.org/drawingml/2006/chart}v")).text = "987"
    file.save(str(path))


def tampered_workbook(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    next(s for s in book if s.title.startswith("1 "))["B6"] = 987
    book.save(path)


def tampered_update(path: Path) -> None:
    file = Document(str(path))
    field = next(file.element.body.iter(qn("w:sdt")))
    next(field.iter(qn("w:t"))).text = "987"
    file.save(str(path))


def test_every_number_of_an_enterprises_own_page_reproduces_and_a_changed_one_is_found(
    demo: Path, tmp_path: Path
) -> None:
    frame = ask("enterprises/portfolio").frame
    fullest = frame.sort_values(["paired", "enterprise_id"], ascending=[False, True])["enterprise_id"]
    path = tmp_path / "page.pdf"
    for enterprise in [*fullest.head(2), *fullest.tail(1)]:
        path.write_bytes(REPORTS["factsheet"].make(Request(enterprise)).content)
        verdict = verify(path)
        assert not [one.said() for one in verdict.wrong]
        assert {q.given["enterprise"] for q in verdict.receipt.questions} == {enterprise}
    ledger = Ledger("factsheet", Request(fullest.iloc[0]))
    data = settled(ledger, factsheet.content(ledger, subject(ledger)))
    paired = ask("enterprises/kpi_changes", enterprise=fullest.iloc[0]).frame.set_index("title")
    row = next(row for row in data["changes"] if row[1] != "–")
    right = paired.loc[row[0]]
    currency = "" if pd.isna(right["currency"]) else right["currency"]
    assert row[1] == kpi_value(right["baseline"], right["unit"], right["type"], currency=currency)
    row[1] = "987"
    path.write_bytes(factsheet.typeset(data, ledger.receipt().model_dump_json()))
    (wrong,) = verify(path).wrong
    assert (wrong.state, wrong.found) == ("altered", "987") and "baseline" in wrong.what


def test_a_page_is_verified_with_the_rights_it_was_made_with(demo: Path, tmp_path: Path) -> None:
    kenyan = ask("enterprises/portfolio", KENYA).frame["enterprise_id"].iloc[0]
    path = tmp_path / "page.pdf"
    ledger = Ledger("factsheet", Request(kenyan, Viewer("coordinator", ("KEN",))))
    data = settled(ledger, factsheet.content(ledger, subject(ledger)))
    receipt = ledger.receipt()
    path.write_bytes(factsheet.typeset(data, receipt.model_dump_json()))
    assert not verify(path).wrong
    others = receipt.model_copy(update={"scope": ["VNM"]})
    path.write_bytes(factsheet.typeset(data, others.model_dump_json()))
    # Nothing is told of it to a coordinator of another country: no row is, and of none there are none.
    assert {one.expected for one in verify(path).found if one.state == "reproduces"} <= {"0"}
    first, *rest = receipt.figures
    odd = receipt.model_copy(update={"figures": [first.model_copy(update={"form": "nonsense"}), *rest]})
    path.write_bytes(factsheet.typeset(data, odd.model_dump_json()))
    (found,) = verify(path).wrong
    assert found.state == "unanswered" and "no form" in found.expected
    path.write_bytes(factsheet.typeset(data, receipt.model_copy(update={"figures": rest}).model_dump_json()))
    with pytest.raises(ReportError, match="does not hold the number"):
        verify(path)


@pytest.mark.parametrize(
    ("kind", "tamper"),
    [
        ("brief", tampered_brief),
        ("slides", tampered_slides),
        ("slides", tampered_chart),
        ("workbook", tampered_workbook),
        ("annual-update", tampered_update),
    ],
    ids=["brief", "slides", "chart", "workbook", "update"],
)
def test_a_changed_number_is_found_with_what_it_should_be(
    kind: str, tamper: Callable[[Path], None], demo: Path, tmp_path: Path
) -> None:
    path = written(kind, tmp_path)
    tamper(path)
    wrong = verify(path).wrong
    assert len(wrong) == 1 and wrong[0].state == "altered" and wrong[0].found in ("987", "987.0")


def test_a_receipt_that_was_changed_with_its_number_is_found_out(demo: Path, tmp_path: Path) -> None:
    path = written("slides", tmp_path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = next(n for n in parts if b"urn:score-impact:receipt" in parts[n] and n.startswith("customXml/item"))
    said = parts[name].decode()
    figure = json.loads(re.search(r"<receipt[^>]*>(.*)</receipt>", said)[1].replace("&lt;", "<"))["figures"][0]
    parts[name] = said.replace(f'"value":{json.dumps(figure["value"])}', '"value":987', 1).encode()
    with zipfile.ZipFile(path, "w") as package:
        for part, content in parts.items():
            package.writestr(part, content)
    assert "differs" in {one.state for one in verify(path).wrong}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_snapshot_gives_the_same_bytes(kind: str, demo: Path) -> None:
    assert REPORTS[kind].make(request(kind)) == REPORTS[kind].make(request(kind))


def test_drafting_again_keeps_the_editors_text_marks_what_changed_and_adds_new_countries(
    demo: Path, tmp_path: Path
) -> None:
    path = written("annual-update", tmp_path)
    file = Document(str(path))
    file.paragraphs[4].add_run(" Written by the editor.")
    field = next(file.element.body.iter(qn("w:sdt")))
    right = "".join(node.text for node in field.iter(qn("w:t")))
    next(field.iter(qn("w:t"))).text = "987"
    file.save(str(path))
    more = Filters(country=("KEN", "VNM"))
    path.write_bytes(
        REPORTS["annual-update"].make(request("annual-update", filters=more, draft=path.read_bytes())).content
    )
    again = Document(str(path))
    said = "\n".join(p.text for p in again.paragraphs)
    first = next(again.element.body.iter(qn("w:sdt")))
    assert "Written by the editor." in said
    assert "".join(node.text for node in first.iter(qn("w:t"))) == right
    assert next(first.iter(qn("w:highlight"))).get(qn("w:val")) == "yellow"
    assert next(c.text for c in again.comments).startswith(f"Was 987 in the last draft, and is {right} now.")
    headings = [p.text for p in again.paragraphs if p.style.name == "Heading 1"]
    assert headings == ["The programme in 2019", "Kenya", "Viet Nam", "Definitions and sources"]
    assert not verify(path).wrong


def test_a_country_that_the_editor_took_out_stays_out(demo: Path, tmp_path: Path) -> None:
    path = written("annual-update", tmp_path)
    file = Document(str(path))
    heading = next(p for p in file.paragraphs if p.text == "Kenya")
    heading._p.getparent().remove(heading._p)
    file.save(str(path))
    made = REPORTS["annual-update"].make(request("annual-update", draft=path.read_bytes()))
    assert "Kenya" not in [p.text for p in Document(io.BytesIO(made.content)).paragraphs]


def test_a_draft_of_another_year_or_kind_is_refused(demo: Path, tmp_path: Path) -> None:
    path = written("annual-update", tmp_path)
    with pytest.raises(ReportError, match="is of 2019, not of 2018"):
        REPORTS["annual-update"].make(Request(filters=Filters(period=(2018, 2018)), draft=path.read_bytes()))
    with pytest.raises(ReportError, match="cannot be read"):
        REPORTS["annual-update"].make(request("annual-update", draft=b"no document"))


def test_the_command_line_writes_and_verifies_with_its_exit_codes(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "kenya.pdf"
    assert main(["report", "brief", "--country", "KEN", "--as", "public", "--out", str(out)]) == 0
    assert main(["verify", str(out)]) == 0
    assert "numbers and sheets reproduce" in capsys.readouterr().out
    assert main(["report", "brief", "--out", str(out)]) == 1
    assert "one country or one donor" in capsys.readouterr().err
    assert main(["report", "slides", "--country", "XXX", "--out", str(out)]) == 2
    (tmp_path / "bare.xlsx").write_bytes(b"no workbook")
    assert main(["verify", str(tmp_path / "bare.xlsx")]) == 1
    assert main(["verify", str(tmp_path / "letter.txt")]) == 1


def test_a_sheet_names_countries_in_its_language_and_they_reproduce(demo: Path, tmp_path: Path) -> None:
    asked = workbook_questions("results/country_map", Filters())
    path = tmp_path / "map.xlsx"
    path.write_bytes(REPORTS["workbook"].make(Request(language="fr", asked=asked)).content)
    assert not [one.said() for one in verify(path).wrong]
    book = openpyxl.load_workbook(path)
    cells = {c.value: c for sheet in book for line in sheet.iter_rows() for c in line if isinstance(c.value, str)}
    assert "Afrique du Sud" in cells and "South Africa" not in cells
    for said, wrong in (("South Africa", 0), ("Maroc", 1)):
        # As files of before have it, it is still right; another country's name is not.
        cells["Afrique du Sud"].value = said
        book.save(path)
        assert len(verify(path).wrong) == wrong


@pytest.mark.parametrize(("language", "said"), [("fr", "Entreprises formées"), ("es", "Empresas formadas")])
def test_a_brief_speaks_the_language_asked_for(language: str, said: str, demo: Path) -> None:
    made = REPORTS["brief"].make(request("brief", language=language))
    shown = digits(PdfReader(io.BytesIO(made.content)).pages[0].extract_text())
    assert digits(said) in shown
