"""Checking: what is read, in which forms, how it is said, and what goes back."""

import json
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from impact import text
from impact.cli import main
from impact.intake import readings, standards
from impact.intake.check import check
from impact.intake.feedback import Feedback
from impact.intake.rewriting import publishable
from impact.intake.rules import plausible, rules
from impact.intake.structure import ExportError
from impact.settings import QUERIES
from tests.intake.exports import as_csv, as_parquet, as_workbook, changed, found, whole


def read(*texts: str, whole: bool = False, share: bool = False, points: bool = False) -> list[str | None]:
    said = readings.numbers(texts, whole=whole, share=share, points=points)
    return [said[t].became or said[t].rule if t in said else t for t in texts]


def test_numbers_are_read_as_people_type_them() -> None:
    assert read("0,6", "1 800 000", "12,5", "-3,25") == ["0.6", "1800000", "12.5", "-3.25"]
    assert read("1,800,000.5", "1'200.5", "٣٤") == ["1800000.5", "1200.5", "34"]
    assert read("1.800.000,5", "1.234") == ["1800000.5", "1234"], "one column has one mark for decimals"
    assert read("1,800", "1.200", whole=True) == ["1800", "1200"], "a whole number has no decimals"
    assert read("12%", share=True) == ["0.12"]


def test_a_number_that_may_be_another_is_refused_and_not_guessed() -> None:
    assert read("1,234") == ["ambiguous_number"]
    assert read("1,234", "0,6", points=True) == ["ambiguous_number", "0.6"]
    assert read("1.234") == ["1.234"], "nothing in the column speaks for another reading"
    assert read("35 (60%F)", "3(30%)", "STSG", "12 13", "1,2,3") == [
        *("two_numbers", "two_numbers", "not_a_number", "not_a_number", "not_a_number")
    ]
    assert (
        readings.numbers(["35 (60%F)"], whole=True, share=False)["35 (60%F)"].expected == "all 35, female 21, male 14"
    )


def test_days_are_read_by_the_order_of_their_column_and_mixed_orders_are_refused() -> None:
    def read_days(*texts: str) -> list[str | None]:
        return [r.became or r.rule for r in readings.days(texts).values()]

    assert read_days("13/02/2017", "1/3/2017") == ["2017-02-13", "2017-03-01"]
    assert read_days("2/13/2017", "1/3/2017") == ["2017-02-13", "2017-01-03"]
    assert read_days("13/02/2017", "2/13/2017", "1/3/2017") == ["mixed_days"] * 3
    assert read_days("1/3/2017", "4/4/2017") == ["ambiguous_days", "2017-04-04"]
    assert read_days("12 août 2019", "March 5, 2018", "20170301", "45123") == [
        *("2019-08-12", "2018-03-05", "2017-03-01", "2023-07-16")
    ]


@pytest.mark.parametrize(
    ("given", "iso3"),
    [
        *(
            ("Viet Nam", "VNM"),
            ("Vietnam", "VNM"),
            ("NA", "NAM"),
            ("Niger", "NER"),
            ("Nigeria", "NGA"),
            ("Perú", "PER"),
        ),
        *(
            ("Côte d'Ivoire", "CIV"),
            ("Китай", "CHN"),
            ("中国", "CHN"),
            ("مصر", "EGY"),
            ("ken", "KEN"),
            ("Indonésie", "IDN"),
        ),
        *(("W3", None), ("Atlantis", None), ("Ghana and Kenya", None), ("", None)),
    ],
)
def test_countries_are_known_by_code_and_by_name_in_six_languages(given: str, iso3: str | None) -> None:
    assert standards.readings("country", [given])[given].became == iso3


def test_what_was_read_otherwise_is_shown_and_can_be_published_as_it_was_read(tmp_path: Path) -> None:
    rows = changed("enterprises", "iso3", "Viet Nam")
    rows["kpi_observations"][0] |= {"numerator": "1 800,5", "period_start": "13.02.2020", "sex": "Female "}
    rows["sessions"][0]["planned"] = "oui"
    sent = as_csv(tmp_path / "sent", rows, encoding="cp1252", separator=";")
    with publishable(sent, lambda what, share: None) as (export, report):
        told = {(f.column, f.value): f.expected for f in report.findings if f.rule == "read_as"}
        assert told[("iso3", "Viet Nam")] == "VNM" and told[("numerator", "1 800,5")] == "1800.5"
        assert told[("period_start", "13.02.2020")] == "2020-02-13" and told[("sex", "Female ")] == "female"
        assert pq.read_table(export / "enterprises.parquet")["iso3"].to_pylist() == ["VNM"]
        observed = pq.read_table(export / "kpi_observations.parquet").to_pylist()[0]
        assert observed["numerator"] == 1800.5 and observed["period_start"] == date(2020, 2, 13)
        again = check(export)
        assert not again.blocks and not again.rewritten


def test_an_export_that_findings_block_is_not_published(tmp_path: Path) -> None:
    sent = as_csv(tmp_path / "sent", changed("enterprises", "iso3", "Atlantis"))
    with (
        pytest.raises(ExportError, match="enterprises: 'Atlantis' is no country"),
        publishable(sent, lambda w, s: None),
    ):
        pass


def test_it_is_read_from_a_zip_an_address_and_folders_that_name_a_column(tmp_path: Path) -> None:
    export = as_parquet(tmp_path / "export", whole())
    packed = tmp_path / "export.zip"
    with zipfile.ZipFile(packed, "w") as file:
        for path in export.iterdir():
            file.write(path, f"export/{path.name}")
    for place in (packed, packed.as_uri(), export.as_uri()):
        report = check(str(place))
        assert not report.blocks and report.rows["enterprises"] == 1
    table = pq.read_table(export / "partners.parquet")
    (export / "partners.parquet").unlink()
    (export / "partners" / "iso3=NA").mkdir(parents=True)
    pq.write_table(table.drop_columns(["iso3"]), export / "partners" / "iso3=NA" / "part-0.parquet")
    report = check(export)
    assert ("partners", "iso3", "NA", "NAM") in {(f.table, f.column, f.value, f.expected) for f in report.findings}


def zipped(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return path


def test_a_zip_that_climbs_out_or_grows_without_end_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("impact.intake.archives.FREE_BYTES", 100_000)
    for name, content in (("../enterprises.csv", b"x"), ("/etc/x.csv", b"x"), ("enterprises.csv", b"0" * 10_000_000)):
        assert found(check(zipped(tmp_path / "bad.zip", name, content))) == {("unsafe_archive", "", "")}
    assert not (tmp_path.parent / "enterprises.csv").exists()


@pytest.mark.parametrize(
    ("name", "content", "rule"),
    [
        ("export.xlsx", b"", "cannot_be_read"),
        ("export.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "encrypted"),
        ("export.xlsx", b"PK\x03\x04 cut", "cannot_be_read"),
        ("export.zip", b"no zip", "cannot_be_read"),
        ("export.xls", b"old", "cannot_be_read"),
        ("enterprises.parquet", b"PAR1 cut", "cannot_be_read"),
        ("enterprises.csv", b"", "cannot_be_read"),
        ("notes.csv", b"a,b\n1,2\n", "nothing_in_it"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(name: str, content: bytes, rule: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert rule in {f.rule for f in check(path).findings}


def test_parts_that_differ_many_columns_and_a_changed_byte_are_told(tmp_path: Path) -> None:
    export = as_parquet(tmp_path / "export", whole())
    wide = pq.read_table(export / "donors.parquet")
    for n in range(300):
        wide = wide.append_column(f"extra_{n}", pa.array([n]))
    pq.write_table(wide, export / "donors.parquet")
    part = pq.read_table(export / "trainers.parquet")
    (export / "trainers.parquet").unlink()
    (export / "trainers").mkdir()
    pq.write_table(part, export / "trainers" / "a.parquet")
    pq.write_table(part.set_column(0, "trainer_id", pa.array([7])), export / "trainers" / "b.parquet")
    report = check(export)
    assert ("parts_differ", "trainers", "trainer_id") in found(report)
    assert ("manifest_disagrees", "donors", "") in found(report)
    assert ("many_columns", "donors", "") in found(report, "warns")


def test_uneven_rows_are_told_by_their_number_and_the_others_keep_theirs(tmp_path: Path) -> None:
    export = as_csv(tmp_path / "export", whole())
    (export / "donors.csv").write_text("donor_id,name\nd1,One\nd2,Two,too many\nx,Three\nd4,\n")
    report = check(export)
    assert {(f.rule, f.row) for f in report.findings if f.table == "donors"} == {
        ("uneven_row", 3),
        ("missing_value", 5),
    }


def test_the_senders_workbook_comes_back_with_comments_and_nothing_else_changed(tmp_path: Path) -> None:
    rows = changed("enterprises", "iso3", "Atlantis")
    rows["enterprises"][0]["name"] = "=1+1"
    path = as_workbook(tmp_path / "sent.xlsx", rows)
    book = load_workbook(path)
    sheet = book["enterprises"]
    sheet["A2"].comment = Comment("kept", "sender")
    sheet["C2"].font = Font(bold=True)
    sheet.column_dimensions["C"].width = 33
    sheet["P9"] = "beside the table"
    book.save(path)
    feedback = Feedback()
    report = check(path, then=feedback.gather)
    with text.speaking("fr", domain=text.CHECKS):
        made = feedback.content(report)
    back = load_workbook(BytesIO(made))
    sheet = back["enterprises"]
    assert "Bloque" in sheet["C2"].comment.text and "Atlantis" in sheet["C2"].comment.text
    assert sheet["A2"].comment.text == "kept" and sheet["C2"].font.bold and sheet["P9"].value == "beside the table"
    assert sheet.column_dimensions["C"].width == 33
    assert sheet["B2"].value == "'=1+1" and sheet["B2"].data_type != "f"
    assert ("formula", "enterprises", "name") in found(report, "warns")
    assert back.sheetnames == [*book.sheetnames, "Constats"]
    summary = [[c.value for c in row] for row in back["Constats"].iter_rows()]
    assert summary[0][1] == "Il ne peut pas encore être publié." and summary[2][0] == "Gravité"
    with zipfile.ZipFile(path) as sent, zipfile.ZipFile(BytesIO(made)) as returned:
        same = [n for n in sent.namelist() if sent.read(n) == returned.read(n)]
        changed_parts = set(sent.namelist()) - set(same)
    assert len(same) > 30 and not any("styles" in n or "theme" in n for n in changed_parts)


def test_for_other_forms_the_rows_concerned_come_back(tmp_path: Path) -> None:
    rows = whole()
    rows["enterprises"][0] |= {"latitude": None, "longitude": None}
    rows["enterprises"] += [{**rows["enterprises"][0], "enterprise_id": f"e{n}", "name": f"fine {n}"} for n in range(5)]
    rows["enterprises"][4] |= {"iso3": "W3", "name": "@SUM(1)"}
    feedback = Feedback()
    report = check(as_parquet(tmp_path / "export", rows), then=feedback.gather)
    back = load_workbook(BytesIO(feedback.content(report)))
    sheet = back["enterprises"]
    assert [[c.value for c in row[:4]] for row in sheet.iter_rows(min_row=2)] == [["5", "e3", "@SUM(1)", "W3"]]
    assert sheet["D2"].comment and sheet["C2"].data_type == "s" and sheet["C2"].quotePrefix


def test_the_command_exits_0_1_and_2_and_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good, bad = as_parquet(tmp_path / "good", whole()), as_csv(tmp_path / "bad", changed("enterprises", "iso3", "W3"))
    assert main(["check", str(good), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["may_be_published"] is True
    back = tmp_path / "back.xlsx"
    assert main(["check", str(bad), "--feedback", str(back), "--language", "es"]) == 1
    assert "Todavía no se puede publicar." in capsys.readouterr().out
    assert "Hallazgos" in load_workbook(back).sheetnames
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert main(["check", str(good), "--language", "tlh"]) == 2
    assert main(["check", str(good), "--feedback", "back.pdf"]) == 2


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_template_is_an_export_without_rows(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / ("t.xlsx" if form == "xlsx" else "t.zip")
    assert main(["template", "--format", form, "--out", str(out)]) == 0
    report = check(out)
    assert not report.blocks and len(report.rows) == 33
    assert {f.rule for f in report.findings} == {"empty_table", "about_missing"}


def test_every_plausibility_rule_has_its_sql_and_its_reason() -> None:
    assert {p.stem for p in (QUERIES / "checks" / "plausibility").glob("*.sql")} == {r.code for r in plausible()}
    assert all(r.reason and r.table and r.column for r in plausible())


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_checks_say_is_translated_whole(language: str) -> None:
    with text.speaking(language, domain=text.CHECKS):
        for rule in rules().values():
            for said in (rule.says, rule.advice):
                assert text.t(said) != said or said == "{value}: {expected}", said
