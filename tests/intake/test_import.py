"""The command `import`: what it says of sources that it cannot read, and that nothing is left half written."""

import csv
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from impact.cli import main
from impact.intake.adapters import ADAPTERS, SourceError, bring
from impact.intake.adapters.export import Draft, write
from impact.intake.adapters.report import Report
from impact.settings import ROOT
from tests.intake.carpentries_drawn import AS_OF, BADGED, EVENTS, PLAIN, REAL, TRAINERS, WORKSHOPS, drawn

# Wrong input


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    code = main([str(word) for word in words])
    out, err = capsys.readouterr()
    return code, out, err


def test_list_names_each_source_with_a_line_about_it(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "import", "--list")
    assert code == 0
    for name, adapter in ADAPTERS.items():
        assert f"{name}  {adapter.about}" in out.splitlines()


@pytest.mark.parametrize(("words", "message"), [
    ((), "Name the source. `import --list` lists them: carpentries"),
    (("carpentry", REAL, "--out", "x"), "There is no source 'carpentry'."),
    (("carpentries", "--out", "x"), "import carpentries needs DIR: the folder with all_workshops_2018.csv"),
    (("carpentries", REAL), "import carpentries needs --out EXPORT"),
])  # fmt: skip
def test_wrong_use_is_code_2_and_says_what_is_needed(
    words: tuple[object, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run(capsys, "import", *words)
    assert code == 2
    assert message in err


def _remove(source: Path) -> None:
    (source / TRAINERS).unlink()


def _rename(source: Path) -> None:
    path = source / WORKSHOPS
    path.write_text(path.read_text().replace("start_date", "date"))


def _semicolons(source: Path) -> None:
    path = source / BADGED
    path.write_text(path.read_text().replace(",", ";"))


def _latin(source: Path) -> None:
    (source / WORKSHOPS).write_bytes(PLAIN[WORKSHOPS].encode() + "x,Café,,,,,\n".encode("latin-1"))


def _quote(source: Path) -> None:
    (source / EVENTS).write_text(PLAIN[EVENTS] + 'x,"2018-05-01,KE,9,5\n')


def _empty(source: Path) -> None:
    (source / EVENTS).write_bytes(b"")


def _no_day(source: Path) -> None:
    (source / BADGED).write_text("person,country,first_badge_date\n1,KE,yesterday\n")


@pytest.mark.parametrize(("damage", "message"), [
    (_remove, r"trainers\.csv: the file is missing\. Add it"),
    (_rename, r"all_workshops_2018\.csv: column 'start_date' is missing\. Its first line says: slug, tag_name, date,"),
    (_semicolons, r"badged_instructors_country\.csv: column 'person' is missing; .* parted by commas"),
    (_latin, r"all_workshops_2018\.csv: is not UTF-8 text\. Save it as CSV in UTF-8"),
    (_quote, r"instructor_training_events\.csv: cannot be read as CSV after line \d .*Mend the quotes"),
    (_empty, r"instructor_training_events\.csv: the file is empty\. Fetch it again"),
    (_no_day, r"badged_instructors_country\.csv: column 'first_badge_date' holds no day"),
    (shutil.rmtree, r"source: there is no such folder\. Name the folder that holds all_workshops_2018\.csv"),
])  # fmt: skip
def test_a_source_that_cannot_be_read_is_one_clear_line_and_nothing_is_written(
    damage: Any, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = drawn(tmp_path, workshops="2018-05-01-x,SWC,2018-05-01,9,KE,,\n")
    damage(folder)
    code, out, err = run(capsys, "import", "carpentries", folder, "--out", tmp_path / "export")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 1
    assert re.search(message, err)
    assert {path.name for path in tmp_path.iterdir()} <= {"source"}


def test_every_file_that_cannot_be_read_is_told_at_once(tmp_path: Path) -> None:
    folder = drawn(tmp_path)
    _remove(folder)
    _rename(folder)
    with pytest.raises(SourceError) as error:
        bring("carpentries", folder, tmp_path / "export")
    assert len(str(error.value).splitlines()) == 2


def test_nothing_that_is_there_already_is_overwritten_but_an_earlier_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out, report = drawn(tmp_path), tmp_path / "export", tmp_path / "export.report.csv"
    out.mkdir()
    (out / "thesis.txt").write_text("my thesis")
    code, _, err = run(capsys, "import", "carpentries", folder, "--out", out)
    assert (code, (out / "thesis.txt").read_text()) == (1, "my thesis")
    assert f"{out}: is there and is no empty folder" in err
    (out / "thesis.txt").unlink()
    report.write_text("my list")
    code, _, err = run(capsys, "import", "carpentries", folder, "--out", out)
    assert (code, report.read_text()) == (1, "my list")
    assert f"{report}: is there, and is no report of an import" in err
    report.unlink()
    assert run(capsys, "import", "carpentries", folder, "--out", out)[0] == 0
    shutil.rmtree(out)
    assert run(capsys, "import", "carpentries", folder, "--out", out)[0] == 0, "over its own earlier report"


@pytest.mark.parametrize(("row", "message"), [
    ({"module": "SWC"}, "modules: 'title' is null, and must not be"),
    ({"module": "SWC", "title": "x", "colour": "red"}, "modules: has no column 'colour'"),
    ({"module": "SWC", "title": "x", "replaced_by": "DC"}, "modules: 'replaced_by' names 1 that are not in modules"),
])  # fmt: skip
def test_a_mistake_of_an_adapter_never_becomes_an_export(tmp_path: Path, row: dict[str, str], message: str) -> None:
    draft = Draft("x", AS_OF, "a test", {"modules": [row]}, Report())
    with pytest.raises(SourceError, match=message):
        write(draft, tmp_path / "export")
    twice = Draft("x", AS_OF, "a test", {"modules": [{"module": "SWC", "title": "x"}] * 2}, Report())
    with pytest.raises(SourceError, match="modules: repeats its key"):
        write(twice, tmp_path / "export")
    assert not list(tmp_path.iterdir())


def test_the_example_of_the_documents_is_what_the_command_prints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = (
        (ROOT / "docs" / "operating.md").read_text(encoding="utf-8").partition("import --list\n")[2].partition("```")[0]
    )
    monkeypatch.chdir(tmp_path)
    printed = run(capsys, "import", "--list")[1] + run(capsys, "import", "carpentries", REAL, "--out", "EXPORT")[1]
    expected = [line for line in shown.splitlines() if line != "..." and not line.startswith("$ ")]
    assert len(expected) > 10
    assert [line for line in expected if line not in printed.splitlines()] == []


def test_the_summary_counts_what_the_report_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(capsys, "import", "carpentries", REAL, "--out", tmp_path / "export")[1]
    counted = re.findall(r"(?m)^(?:refused|merged|mended|noted) +([\d,]+) ", printed)
    with (tmp_path / "export.report.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert sum(int(n.replace(",", "")) for n in counted) == len(listed)
